// pure

import {
  type BuildKind,
  buildKinds,
  type GitBuildKind,
  isGitBuild,
  type WorkloadBuild,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import type { BuildFault, BuildForm, InputOf } from "./build-form.ts";
import * as forms from "./kinds.ts";

type Inputs = { [K in BuildKind]: InputOf<K> };
type Forms = { readonly [K in BuildKind]: BuildForm<K, unknown, unknown> };
/** The compiler keeps it whole: a kind of the contract without a form does not build. */
const registered: Forms = forms;
const all = Object.values(forms);

/** How the image is made, without the per-deployment `noCache`. */
export const BuildInput = v.variant(
  "kind",
  all.map(({ input }) => input),
);
export type BuildInput = v.InferOutput<typeof BuildInput>;

export const BuildView = v.variant(
  "kind",
  all.map(({ view }) => view),
);

const refuseAs = <K extends BuildKind>(kind: K, input: Inputs[K]) => registered[kind].refuse(input);

/** What does not go together in a build; undefined: all does. */
export const refuseBuild = (input: BuildInput): BuildFault | undefined => refuseAs(input.kind, input);

type GitInput = Extract<BuildInput, { kind: GitBuildKind }>;
const isGitInput = (input: BuildInput): input is GitInput => buildKinds[input.kind].from === "git";

/** As it is stored and frozen. */
export const toSpec = (input: BuildInput): WorkloadBuild => (isGitInput(input) ? { ...input, noCache: false } : input);

/** As it is shown and may be sent again. */
export function toInput(build: WorkloadBuild): BuildInput {
  if (!isGitBuild(build)) return build;
  const { noCache: _, ...input } = build;
  return input;
}
