// pure

import * as v from "valibot";
import { parseOr } from "../../kit/sql/damaged.ts";
import { AuditView } from "./audit.schemas.ts";
import type { AuditListRow } from "./audit.store.ts";

export const toAuditView = ({ detail, ...row }: AuditListRow): AuditView => ({
  id: row.id,
  actor: row.actor,
  name: row.name,
  action: row.action,
  target: row.target,
  detail: parseOr((value) => v.parse(AuditView.entries.detail, value), detail) ?? { damaged: true },
  requestId: row.requestId,
  createdAt: row.createdAt,
});
