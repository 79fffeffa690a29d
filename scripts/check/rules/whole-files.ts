import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import { eachModule } from "../rule.ts";

const writers = new Set(["writeFile", "writeFileSync", "appendFile", "appendFileSync", "createWriteStream"]);

/** What a program keeps is on the disk whole or not at all, which one helper does for all of it. */
export const wholeFiles = eachModule((module: Module): Finding[] => {
  if (!/^(api|db|runner)\//.test(module.path) || isTest(module.path)) return [];
  return module.imports
    .filter((each) => /^node:fs(\/promises)?$/.test(each.specifier))
    .flatMap((each) =>
      each.names
        .filter((name) => writers.has(name))
        .map((name) => ({
          path: module.path,
          line: each.line,
          rule: "whole-files",
          message: `${name} leaves a part of a file behind when the disk is full or the process dies; use writeWhole or makeWhole of runner/state-lock`,
        })),
    );
});
