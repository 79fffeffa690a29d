import type { Module } from "../module.ts";
import { isTest, relativeTarget } from "../places.ts";
import type { Measure } from "./measure.ts";

interface Port {
  name: string;
  /** What makes one, by the name of the function or constant. */
  makes: RegExp;
  at: RegExp;
  laws: RegExp;
  /** That pass today: one that fails to is a loss. */
  kept: readonly string[];
}

const ports: Port[] = [
  {
    name: "drivers that pass the laws of drivers",
    makes: /export (?:const|function) (create\w*(?:Driver|Platform))\b/,
    at: /^runner\/src\/drivers\/[^.]*\.ts$/,
    laws: /\b(ownDriverLaws|platformLaws)\(/,
    kept: ["createDockerDriver", "createFakeDriver", "createFakePlatform"],
  },
  {
    name: "proxies that pass the laws of proxies",
    makes: /export (?:const|function) (create\w*Proxy|noProxy)\b/,
    at: /^runner\/src\/(proxies|testing)\/[^.]*\.ts$/,
    laws: /\bproxyLaws\(/,
    kept: ["createCaddyProxy", "createFakeProxy", "noProxy"],
  },
];

/** Who implements a port is found in its folder; who passes its suite, in the tests that take both. */
export const suitesPassed = (modules: Module[]): Measure[] => ports.map((port) => passing(modules, port));

function passing(modules: Module[], { name, makes, at, laws, kept }: Port): Measure {
  const makers = modules
    .filter(({ path }) => at.test(path))
    .flatMap(({ path, text }) => {
      const maker = text.match(makes)?.[1];
      return maker ? [{ maker, path }] : [];
    });
  const judged = modules.filter(({ path, text }) => isTest(path) && laws.test(text));
  const passes = ({ maker, path }: { maker: string; path: string }) =>
    judged.some((test) =>
      test.imports.some((each) => each.names.includes(maker) && relativeTarget(test.path, each.specifier) === path),
    );
  const passed = makers.filter(passes).map(({ maker }) => maker);
  const without = makers.filter((each) => !passes(each)).map(({ maker }) => maker);
  return {
    name,
    measured: passed.join(", ") || "none",
    goal: makers.map(({ maker }) => maker).join(", "),
    isMet: without.length === 0,
    isLost: kept.some((each) => !passed.includes(each)),
    missing: without.map((maker) => `no test takes ${maker} through the suite`),
  };
}
