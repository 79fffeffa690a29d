import { schema } from "@fairlead/db";
import type { ResourceKind } from "../resource-kind.ts";
import { release } from "./application-release.ts";
import { ApplicationView } from "./application-views.ts";
import { getApplication } from "./get-application.ts";

const { application: table } = schema;

export const application = {
  facets: { table, id: table.id, origins: [table.repository, table.image], branch: table.branch },
  view: ApplicationView,
  read: getApplication,
  release,
} satisfies ResourceKind<"application", typeof ApplicationView>;
