import { refuseRoute } from "@fairlead/runner/contract";
import type { DomainView } from "./domains.schemas.ts";
import type { DomainRow } from "./domains.store.ts";

export const toDomainView = (row: DomainRow): DomainView => ({
  id: row.id,
  applicationId: row.applicationId,
  host: row.host,
  path: row.path,
  scheme: row.scheme,
  redirectTo: row.redirectTo,
  url: `${row.scheme}://${row.host}${row.path}`,
  problem: refuseRoute(row) ?? row.refusal,
  revision: row.revision,
  createdAt: row.createdAt,
});
