import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JobPayload } from "../../contract/index.ts";
import { aSpec, ids } from "../testing/builders.ts";
import { type Policy, readPolicy, refusalOf } from "./policy.ts";

const target = {
  kind: "ssh" as const,
  server: ids.server,
  host: "203.0.113.7",
  port: 22,
  user: "deploy",
  hostKey: "k",
};
const deploy: JobPayload = { kind: "deploy", target, spec: aSpec(), reuseImage: null, routes: null, inside: [] };
const stop: JobPayload = {
  kind: "stop",
  target: { kind: "local", server: ids.server },
  application: ids.application,
  team: ids.team,
  graceSeconds: 1,
};

describe("a runner's own policy", () => {
  test("without a file allows everything", () => {
    expect(refusalOf({}, deploy)).toBeUndefined();
  });

  test.each<[string, Policy, JobPayload]>([
    ["servers", { servers: ["203.0.113.8"] }, deploy],
    ["servers", { servers: ["203.0.113.7"] }, stop],
    ["verbs", { verbs: ["check-server"] }, deploy],
    ["repositories", { repositories: ["https://git.example.com/other/*"] }, deploy],
    ["repositories", { repositories: [] }, deploy],
  ])("refuses by its rule %s and names it", (rule, policy, payload) => {
    expect(refusalOf(policy, payload)).toMatchObject({
      class: "policy-refused",
      evidence: [`rule ${rule} in policy.json`],
    });
  });

  test.each<[Policy, JobPayload]>([
    [{ servers: ["local"] }, stop],
    [{ servers: ["203.0.113.7"], verbs: ["deploy"] }, deploy],
    [{ repositories: ["https://git.example.com/team/*"] }, deploy],
    [{ repositories: ["https://*/shop.git"] }, deploy],
    [{ repositories: ["nothing"] }, stop],
  ])("allows what %j lists", (policy, payload) => {
    expect(refusalOf(policy, payload)).toBeUndefined();
  });

  test("takes a pattern as text and not as an expression", () => {
    expect(refusalOf({ repositories: ["https://git.example.com/.*"] }, deploy)).toBeDefined();
  });

  test("that cannot be read stops the runner instead of allowing all", async () => {
    const home = mkdtempSync(join(tmpdir(), "policy-"));
    expect(await readPolicy(home)).toEqual({});
    for (const text of ['{"servers":"all"}', '{"server":["a"]}', "not json"]) {
      writeFileSync(join(home, "policy.json"), text);
      await expect(readPolicy(home)).rejects.toThrow("policy.json");
    }
    rmSync(home, { recursive: true });
  });
});
