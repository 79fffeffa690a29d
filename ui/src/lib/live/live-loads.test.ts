import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What forms let people choose among, and the key that its arrival makes stale. */
const offered: [list: string, key: RegExp][] = [
  ["listRunners", /"live:runners"/],
  ["listDestinations", /"live:servers"|`live:server:/],
];
const routes = join(import.meta.dirname, "../../routes");
const loads = readdirSync(routes, { recursive: true, encoding: "utf8" })
  .filter((path) => /\+(?:page|layout)\.ts$/.test(path))
  .map((path) => [path, readFileSync(join(routes, path), "utf8")] as const);

test.each(offered)("every load that asks %s hears of what arrives later", (list, key) => {
  const asking = loads.filter(([, text]) => text.includes(list));
  expect(asking.length).toBeGreaterThan(1);
  expect(asking.filter(([, text]) => !key.test(text)).map(([path]) => path)).toEqual([]);
});
