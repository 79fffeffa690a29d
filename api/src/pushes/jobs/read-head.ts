import type { Deps } from "../../kit/deps.ts";
import type { Compiled, JobRow, WorkKind } from "../../kit/work-kinds.ts";
import { insideOf } from "../../rules/inside-of.ts";
import { gitSourceOf } from "../../rules/workload-source.ts";
import { gitSecrets } from "../../sources/git-secrets.ts";
import { noSecrets, openerFor } from "../../work/jobs/compile-tools.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { applyReadHead } from "../apply-read-head.ts";
import { readHeadRows } from "./payload.store.ts";

export const readHead: WorkKind<"read-head"> = {
  timeoutMs: 60_000,
  maxAttempts: 1,
  lock: () => null,
  isMergeable: true,
  isBuild: false,
  compile,
  apply: async (deps, job, outcome) => {
    if (outcome.kind === "succeeded" && outcome.result.kind === "read-head")
      await applyReadHead(deps, job, outcome.result.commit);
  },
};

async function compile(deps: Deps, job: JobRow): Promise<Compiled<"read-head">> {
  const rows = await readHeadRows(deps.db, job);
  const git = rows ? gitSourceOf(rows.application, rows.source) : null;
  if (!rows || !git) throw new NotCompilable("The application is gone or has no repository any more.");
  const open = openerFor(deps, job, rows.wrappedKey);
  const secrets = { ...noSecrets, ...(await gitSecrets({ url: git.url, source: rows.source, open })) };
  const inside = insideOf(rows.source, git.url);
  return { payload: { kind: "read-head", git, ref: git.ref, inside }, secrets };
}
