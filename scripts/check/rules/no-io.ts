import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import { relativeTarget } from "../places.ts";
import { borrowedEffect, effectsOf, isHeldPure } from "../purity.ts";

/** Pure files, and every file they pull in at run time, wait for nothing and touch no clock, chance, network, disk or process. */
export function noIo(modules: Module[]): Finding[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  return modules.filter(isHeldPure).flatMap((module) => [...ownEffects(module), ...borrowedEffects(module, byPath)]);
}

function ownEffects(module: Module): Finding[] {
  return effectsOf(module).map(({ line, what }) => ({
    path: module.path,
    line,
    rule: "no-io",
    message: `${what} in a file that decides; pass the value in, and do the work in the verb, step or apply.ts that calls it`,
  }));
}

/** A pure file that imports an impure neighbour is not pure, however clean its own text is. */
function borrowedEffects(module: Module, byPath: Map<string, Module>): Finding[] {
  return module.imports.flatMap((each) => {
    const target = relativeTarget(module.path, each.specifier);
    if (each.isTypeOnly || target === undefined) return [];
    const found = borrowedEffect(target, { byPath, seen: new Set([module.path]) });
    if (!found) return [];
    const message = `${each.specifier} brings in ${found}; import its types only, or move the pure part to its own file`;
    return [{ path: module.path, line: each.line, rule: "no-io", message }];
  });
}
