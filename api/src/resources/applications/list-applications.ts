import { schema } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { toPage } from "../../kit/http/page.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import { type ListOf, listResourceCards } from "../list/resource-list.store.ts";
import { application } from "./application-kind.ts";
import type { ApplicationQuery } from "./applications.schemas.ts";

const { application: table } = schema;
const applications: ListOf = { facets: [application.facets], own: { column: table.sourceId, id: table.id } };

/** As in the list of every kind; these can be asked for by their source, too. */
export async function listApplications({ db }: Deps, actor: Actor, query: ApplicationQuery) {
  const reach = allowWithin(actor, "resource.view");
  const { sourceId, ...filters } = query;
  const asked = { ...filters, kind: ["application" as const], own: sourceId };
  return toPage(await listResourceCards(db, reach, { of: applications, query: asked }), query.limit, (card) => card);
}
