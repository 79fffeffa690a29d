// pure

import { refuseRoute } from "@fairlead/runner/contract";
import type { DomainView } from "./domains.schemas.ts";
import type { DomainRow } from "./domains.store.ts";

export const toDomainView = (row: DomainRow): DomainView => ({
  id: row.id,
  applicationId: row.resourceId,
  host: row.host,
  path: row.path,
  scheme: row.scheme,
  redirectTo: row.redirectTo,
  port: row.port,
  url: `${row.scheme}://${row.host}${row.path}`,
  problem: refuseRoute(row) ?? row.refusal,
  certificate: certificateOf(row),
  revision: row.revision,
  createdAt: row.createdAt,
});

function certificateOf(row: DomainRow): DomainView["certificate"] {
  const { scheme, certificateState: state, certificateSeenAt: seenAt } = row;
  if (scheme !== "https" || state === null || seenAt === null) return null;
  return {
    state,
    issuer: row.certificateIssuer,
    notAfter: row.certificateEndsAt,
    reason: row.certificateReason,
    seenAt,
  };
}
