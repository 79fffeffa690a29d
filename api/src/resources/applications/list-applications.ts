import { schema } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { toPage } from "../../kit/http/page.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { type ListOf, listResourceCards } from "../list/resource-list.store.ts";
import { application } from "./application-kind.ts";
import type { ApplicationQuery } from "./applications.schemas.ts";

const { application: table } = schema;
const applications: ListOf = { facets: [application.facets], own: { column: table.sourceId, id: table.id } };

/** As in the list of every kind; these can be asked for by their source, too. */
export async function listApplications({ db }: Deps, actor: Actor, { sourceId, ...query }: ApplicationQuery) {
  allow(actor, "application.read");
  const asked = { ...query, kind: ["application" as const], own: sourceId };
  return toPage(
    await listResourceCards(db, actor.teamId, { of: applications, query: asked }),
    query.limit,
    (card) => card,
  );
}
