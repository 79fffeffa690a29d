import * as v from "valibot";
import type { BuildWord } from "../words/builds/index.ts";
import * as lines from "./kinds.ts";

// Its word is one that not every translation of this language may export.
const { staticSite, ...others } = lines;
const kinds = { ...others, static: staticSite };
type Kinds = typeof kinds;
export type BuildKind = keyof Kinds;

/**
 * Every way to come by an image, by the word that names it. What must know all of them walks along this. One without a line among the words
 * does not compile.
 */
export const buildKinds: { readonly [K in BuildKind]: Kinds[K] & { kind: K & BuildWord } } = kinds;
const all = Object.values(buildKinds);

export const WorkloadBuild = v.variant(
  "kind",
  all.map(({ spec }) => spec),
);
export type WorkloadBuild = v.InferOutput<typeof WorkloadBuild>;
export type BuildOf<K extends BuildKind> = v.InferOutput<Kinds[K]["spec"]>;

/** Kinds that begin with a repository. */
export type GitBuildKind = { [K in BuildKind]: Kinds[K]["from"] extends "git" ? K : never }[BuildKind];
export type GitBuild = BuildOf<GitBuildKind>;
export const gitBuildKinds: readonly BuildKind[] = all.filter(({ from }) => from === "git").map(({ kind }) => kind);
export const isGitBuild = (build: WorkloadBuild): build is GitBuild => buildKinds[build.kind].from === "git";

type Builds = { [K in BuildKind]: BuildOf<K> };
type Told = { [K in BuildKind]: Pick<Asking<K>, "images" | "registries"> };
type Asking<K extends BuildKind> = {
  images: (build: Builds[K]) => Readonly<Record<string, string>>;
  registries: (build: Builds[K]) => readonly string[] | null;
};
const told: Told = buildKinds;
const imagesAs = <K extends BuildKind>(kind: K, build: Builds[K]) => told[kind].images(build);
const registriesAs = <K extends BuildKind>(kind: K, build: Builds[K]) => told[kind].registries(build);

/** Images besides the source whose programs a build runs, by the field that names them. */
export const imagesIn = (build: WorkloadBuild): Readonly<Record<string, string>> => imagesAs(build.kind, build);

/** Registries that a build pulls from; null: only the runner learns them. */
export const registriesIn = (build: WorkloadBuild): readonly string[] | null => registriesAs(build.kind, build);
