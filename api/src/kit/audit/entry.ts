// pure

import type { schema } from "@fairlead/db";
import type { Deps } from "../deps.ts";

type Row = typeof schema.audit.$inferInsert;
export type Draft = Omit<Row, "chain" | "seq" | "hash">;

/** An audit row that gets its place in the chain of its team when the batch runs that it belongs to. */
export class AuditEntry {
  readonly draft: Draft;
  readonly mac: Deps["secrets"]["mac"];
  constructor(draft: Draft, { mac }: Pick<Deps["secrets"], "mac">) {
    this.draft = draft;
    this.mac = mac;
  }
}

/** Chain of a row: its team's, or that of what belongs to no team. */
export const chainOf = ({ teamId }: Pick<Draft, "teamId">) => teamId ?? "";

/** A place in a chain; 0 and empty before the first. */
export type Place = { seq: number; hash: string };
export const beginning: Place = { seq: 0, hash: "" };

/** What the hash of a row is made over, in an order that is never changed. `before`: hash of the row before it. */
export const rowText = ({ draft, seq, before }: { draft: Draft; seq: number; before: string }) =>
  JSON.stringify([
    "audit v1",
    chainOf(draft),
    seq,
    before,
    draft.id,
    draft.actor,
    draft.action,
    draft.target ?? null,
    draft.detail ?? "{}",
    draft.requestId ?? null,
    draft.createdAt,
  ]);

/** What the seal of a cut is made over. */
export const cutText = (cut: { chain: string; seq: number; hash: string; at: number }) =>
  JSON.stringify(["audit cut v1", cut.chain, cut.seq, cut.hash, cut.at]);
