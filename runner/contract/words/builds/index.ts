import type { BuildWords } from "./build-words.ts";
import * as lines from "./kinds.ts";

export type { BuildWords } from "./build-words.ts";

// Its word is one that not every translation of this language may export.
const { staticSite, ...others } = lines;
const all = { ...others, static: staticSite };
type All = typeof all;
export type BuildWord = keyof All;
/** Those that start from a repository. */
export type GitBuildWord = { [K in BuildWord]: All[K]["from"] extends "git" ? K : never }[BuildWord];

/** What is told of every way to come by an image, by the word that names it. */
export const buildWords: Readonly<Record<BuildWord, BuildWords>> = all;

const isFromGit = (word: string): word is GitBuildWord =>
  Object.entries(buildWords).some(([each, { from }]) => each === word && from === "git");
export const gitBuildWords: readonly GitBuildWord[] = Object.keys(buildWords).filter(isFromGit);
