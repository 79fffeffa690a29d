// pure

import type { Database } from "@fairlead/db";
import { type ContainerSettings, WorkloadSpec } from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { Operable } from "../../rules/preflight.ts";
import type { OwnQuery, SharedRows } from "./release-rows.store.ts";

export type Rows<Own> = { shared: SharedRows; own: Own };
/** Which release it is, and what was asked for it. `commit`: null for the head of the branch as the runner will find it. */
export type ReleaseOrder = { deployment: string; number: number; commit: string | null; noCache: boolean };
export type Of = { teamId: string; id: string };
/** Whose logins are used for the image that it is, and for pushing what is built; null: none is chosen. */
export type ChosenRegistries = { pull: string | null; push: string | null };
/** One setting that goes back to what the release which serves was made with. */
export type Undo = { path: string; served: WorkloadSpec };

/**
 * What deploying asks of one kind of resource. Laws:
 * - `preflight`, `compile` and `regrant` decide by the rows they are given and by nothing else;
 * - what `preflight` and `compile` refuse they refuse with a conflict that says what to do;
 * - what `deployed` gives is written in one batch with the end of the deployment on that server, and may be written again.
 */
export type Releasing<Own> = {
  /** Read in one batch with what all kinds have. */
  own: (db: Database, of: Of) => OwnQuery<Own>;
  /** It is built from a repository, so a commit of it may be chosen. */
  isFromGit: (own: Own) => boolean;
  /** Refuses what would make a deployment fail for certain at one of its servers. */
  preflight: (rows: Rows<Own>, at: Operable) => void;
  /** Its settings as they are now, as a release. */
  compile: (rows: Rows<Own>, order: ReleaseOrder) => WorkloadSpec;
  /** Settings of an earlier release as they may come back: what was granted then and taken away since stays away. */
  regrant: (own: Own, earlier: ContainerSettings) => ContainerSettings;
  /** How long what runs is given to end; its settings may be damaged, and then it throws what says so. */
  stopGraceSeconds: (db: Database, of: Of) => Promise<number>;
  /** The registries whose logins it chooses; without it the team's defaults are used, and nothing is pushed. */
  chosenRegistries?: (db: Database, of: Of) => Promise<ChosenRegistries>;
  /** Pushes deploy it without anyone asking. A rollback switches that off, or the next push would undo it. */
  automatic?: { isOn: (own: Own) => boolean; switchOff: (db: Database, of: Of) => Statement };
  /** Puts back a setting of its own; variables are put back for all kinds alike. */
  undo?: (deps: Deps, actor: Actor, change: Undo & { rows: Rows<Own> }) => Promise<void>;
  /** What follows for it when a release of it serves on a server. */
  deployed?: (deps: Pick<Deps, "db" | "clock">, of: Of & { serverId: string }) => Statement[];
};

/** One resource as it is at this moment, as deploying sees it: of which kind it is, nobody has to know. */
export type Releasable = {
  rows: SharedRows;
  isFromGit: boolean;
  isAutomatic: boolean;
  canUndo: boolean;
  preflight: (at: Operable) => void;
  compile: (order: ReleaseOrder) => WorkloadSpec;
  regrant: (earlier: ContainerSettings) => ContainerSettings;
  undo: (deps: Deps, actor: Actor, change: Undo) => Promise<void>;
};

export const toReleasable = <Own>(kind: Releasing<Own>, rows: Rows<Own>): Releasable => ({
  rows: rows.shared,
  isFromGit: kind.isFromGit(rows.own),
  isAutomatic: kind.automatic?.isOn(rows.own) ?? false,
  canUndo: kind.undo !== undefined,
  preflight: (at) => kind.preflight(rows, at),
  compile: (order) => judged(kind.compile(rows, order)),
  regrant: (earlier) => kind.regrant(rows.own, earlier),
  undo: (deps, actor, change) => {
    if (!kind.undo) throw notUndoable(change.path);
    return kind.undo(deps, actor, { ...change, rows });
  },
});

export const notUndoable = (path: string) =>
  conflict("change.not_undoable", `${path} is not put back from here. Change it where it was changed.`);

function judged(spec: WorkloadSpec): WorkloadSpec {
  const parsed = v.safeParse(WorkloadSpec, spec);
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? "settings";
  throw conflict(
    "resource.not_deployable",
    `The settings do not make a valid release: ${path} ${parsed.issues[0].message}.`,
  );
}
