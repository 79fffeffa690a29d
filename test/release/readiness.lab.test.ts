import { type HealthCheck, usualHealth } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StepFailed } from "../../runner/src/outcome.ts";
import { runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";

let world: ReleaseWorld;
let application: TestApplication;
let files: Record<string, string | Buffer>;
let round = 0;

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
  files = await readFixture("healthy");
});
afterAll(() => world?.stop());

/** The fixture answers every path with its version, on its one port. */
const deploy = async (health: Partial<HealthCheck>) => {
  const payload = await application.deployPayload({ ...files, "version.txt": `round ${++round}\n` }, (spec) => ({
    ...spec,
    health: { ...usualHealth, successes: 2, deadlineMs: 4_000, ...health },
  }));
  return world.run(payload);
};
const running = () => runningOf(world.lab.server(0), application.id);
const processesOf = async () => {
  const [serving] = await running();
  return (await world.lab.server(0).exec(["docker", "top", serving?.name ?? "", "-eo", "pid,args"])).stdout;
};

describe("a version gets traffic", () => {
  test.each<[string, Partial<HealthCheck>, string]>([
    [
      "when it answers HEAD, with a header of its own",
      { method: "HEAD", headers: [{ name: "X-Probe", value: "1" }] },
      "HEAD / on port",
    ],
    ["when its answer holds the text", { bodyContains: "round" }, "answered 200"],
    ["when it answers POST", { method: "POST", acceptFrom: 100, acceptTo: 599 }, "POST / on port"],
    ["when its port accepts connections", { kind: "tcp" }, "accepts connections"],
    [
      "when a command in it ends well",
      { kind: "command", command: 'test -n "$PORT" && cat version.txt' },
      "ended with 0",
    ],
  ])("%s", async (_when, health, words) => {
    const { log, error } = await deploy(health);
    expect(error).toBeUndefined();
    expect(log).toContain(`${words}`);
    expect(log).toMatch(/: ready\./);
  });

  test("although a command hung at first: that one is killed, with what it started", async () => {
    const command = "test -e /tmp/asked && exit 0; touch /tmp/asked; sleep 333 & sleep 334";
    const { error } = await deploy({ kind: "command", command, timeoutMs: 500, deadlineMs: 20_000 });
    expect(error).toBeUndefined();
    expect(await processesOf()).not.toMatch(/sleep 33/);
  });
});

describe("a version that is never ready", () => {
  test.each<[string, Partial<HealthCheck>, RegExp, RegExp]>([
    [
      "lacks the text",
      { bodyContains: "open for business" },
      /200 from \/ for 4 s, without the text/,
      /without “open for business”/,
    ],
    [
      "does not listen on the port of the check",
      { port: 9_999 },
      /its health check asks port 9999/,
      /connection refused/,
    ],
    [
      "does not listen on the port of the check, by tcp",
      { kind: "tcp", port: 9_999 },
      /its health check asks port 9999/,
      /refused/,
    ],
    [
      "has a command that says no",
      { kind: "command", command: "echo not yet; exit 3" },
      /command of the health check ended with 3/,
      /not yet/,
    ],
    [
      "has a command that is none",
      { kind: "command", command: "no-such-program" },
      /ended with 127/,
      /no-such-program/,
    ],
    [
      "has a command that hangs",
      { kind: "command", command: "sleep 335", timeoutMs: 1_000 },
      /did not end well within/,
      /no answer in time/,
    ],
    [
      "has a command that prints without end",
      { kind: "command", command: "yes flood", timeoutMs: 1_000 },
      /did not end well within/,
      /no answer in time/,
    ],
  ])(
    "because it %s, ends its deployment with words, and the old one serves",
    async (_why, health, sentence, evidence) => {
      const before = await running();
      const { error } = await deploy(health);
      expect(error).toBeInstanceOf(StepFailed);
      const { failure } = error as StepFailed;
      expect(["never-ready", "wrong-port"]).toContain(failure.class);
      expect(failure.sentence).toMatch(sentence);
      expect(failure.evidence.join("\n")).toMatch(evidence);
      expect(await running()).toEqual(before);
    },
  );
});
