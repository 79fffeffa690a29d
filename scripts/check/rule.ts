import type { Finding } from "./finding.ts";
import type { Module } from "./module.ts";

/** A rule sees every module at once, because some rules follow imports. It never reads the disk. */
export type Rule = (modules: Module[]) => Finding[];

/** Lifts a rule about one file to all files. */
export const eachModule =
  (rule: (module: Module) => Finding[]): Rule =>
  (modules) =>
    modules.flatMap(rule);
