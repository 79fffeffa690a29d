import { expect, test } from "vitest";
import { BadConfig, readConfig } from "./config.ts";

test("one address is all that a runner needs to be told", () => {
  expect(readConfig({ FAIRLEAD_URL: "https://fairlead.example.com/" })).toMatchObject({
    url: "https://fairlead.example.com",
    token: undefined,
    slots: 4,
    proxyImage: "caddy:2.11",
    allowHttpGit: false,
    failpoint: undefined,
  });
});

test("every problem is told at once, by the name of its variable", () => {
  const read = () =>
    readConfig({ FAIRLEAD_URL: "ftp://x", FAIRLEAD_RUNNER_SLOTS: "many", FAIRLEAD_ALLOW_HTTP_GIT: "maybe" });
  expect(read).toThrow(BadConfig);
  expect(read).toThrow(/FAIRLEAD_URL.*\n.*FAIRLEAD_RUNNER_SLOTS.*\n.*FAIRLEAD_ALLOW_HTTP_GIT/);
});

test("a missing address is told in words, once", () => {
  try {
    readConfig({});
    expect.unreachable();
  } catch (error) {
    expect(error instanceof BadConfig && error.problems).toEqual([expect.stringMatching(/^FAIRLEAD_URL is missing/)]);
  }
});

test("a failpoint counts only where failpoints are switched on", () => {
  const given = { FAIRLEAD_URL: "http://127.0.0.1:1", FAIRLEAD_FAILPOINT: "flip:before:kill" };
  expect(readConfig(given).failpoint).toBeUndefined();
  expect(readConfig({ ...given, FAIRLEAD_ENABLE_FAILPOINTS: "1" }).failpoint).toBe("flip:before:kill");
});
