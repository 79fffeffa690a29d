import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContainerSettings, JobPayload } from "../../contract/index.ts";
import { aSpec, ids } from "../testing/builders.ts";
import { type Policy, readPolicy, refusalOf } from "./policy.ts";

const target = {
  kind: "ssh" as const,
  server: ids.server,
  host: "203.0.113.7",
  port: 22,
  user: "deploy",
  hostKey: "k",
  dockerSocket: null,
};
const deploy: JobPayload = {
  kind: "deploy",
  target,
  spec: aSpec(),
  reuseImage: null,
  pushed: null,
  routes: null,
  inside: [],
  forgePath: "",
  volumes: [],
};
const stop: JobPayload = {
  kind: "stop",
  target: { kind: "local", server: ids.server, dockerSocket: null },
  application: ids.resource,
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

  const site = (builderImage: string | null) => ({
    kind: "static" as const,
    context: ".",
    directory: "dist",
    spaFallback: false,
    command: "npm run build",
    builderImage,
    noCache: false,
  });
  const using = (change: { builderImage?: string; reuseImage?: string }): JobPayload => ({
    ...deploy,
    spec: { ...deploy.spec, build: site(change.builderImage ?? null) },
    reuseImage: change.reuseImage ?? null,
  });
  const listed = { repositories: ["https://git.example.com/team/*", "node:*"] };

  test.each([
    ["a builder", { builderImage: "evil.example/builder:1" }, "evil.example/builder:1"],
    ["an image that is used again by its name", { reuseImage: "evil.example/app:1" }, "evil.example/app:1"],
    ["what only looks like an id", { reuseImage: `sha256:${"a".repeat(64)}@evil.example/app` }, "evil.example/app"],
  ])("refuses %s that it does not list", (_, change, named) => {
    expect(refusalOf(listed, using(change))?.sentence).toContain(named);
  });

  test.each([
    ["the builder of the runner's own choice", {}],
    ["a builder that is listed", { builderImage: "node:22-slim" }],
    ["an image that an earlier job brought to the server", { reuseImage: `sha256:${"a".repeat(64)}` }],
  ])("allows %s", (_, change) => {
    expect(refusalOf(listed, using(change))).toBeUndefined();
  });

  describe("as the guide shows it", () => {
    const guide = readFileSync(join(import.meta.dirname, "../../../docs/runners.md"), "utf8");
    const example = guide.slice(guide.indexOf("## Policy file")).match(/```json\n([^`]+)```/)?.[1] ?? "";
    const from = (url: string): JobPayload => ({
      ...deploy,
      spec: {
        ...deploy.spec,
        source: { kind: "git", url, commit: "1".repeat(40), submodules: false, lfs: false } as never,
      },
    });
    let home: string;
    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "policy-"));
      writeFileSync(join(home, "policy.json"), example);
    });
    afterEach(() => rmSync(home, { recursive: true }));

    test("lets the everyday jobs of its servers and repositories through", async () => {
      const policy = await readPolicy(home);
      for (const payload of [from("https://github.com/acme/shop.git"), stop]) {
        expect(refusalOf(policy, payload)).toBeUndefined();
      }
    });

    test("refuses everybody else's", async () => {
      const policy = await readPolicy(home);
      const elsewhere = { ...deploy, target: { ...target, host: "203.0.113.99" } };
      const removal: JobPayload = { ...stop, kind: "remove" };
      expect(refusalOf(policy, from("https://github.com/acme-evil/shop.git"))?.sentence).toContain("repositories");
      expect(refusalOf(policy, elsewhere)?.sentence).toContain("servers");
      expect(refusalOf(policy, removal)?.sentence).toContain("verbs");
    });
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

describe("ports of the server", () => {
  const published = {
    ...deploy,
    spec: {
      ...deploy.spec,
      container: { ...deploy.spec.container, hostPort: { port: 8_080, address: "127.0.0.1" } },
    },
  };

  test.each<[policy: Policy, cause: string | undefined]>([
    [{}, undefined],
    [{ hostPorts: [8_080] }, undefined],
    [{ hostPorts: [9_090] }, "policy-refused"],
    [{ hostPorts: [] }, "policy-refused"],
  ])("a policy of %j is held", (policy, cause) => {
    expect(refusalOf(policy, published)?.class).toBe(cause);
    expect(refusalOf(policy, deploy)).toBeUndefined();
  });
});

describe("what would give the server away", () => {
  const opened = (container: Partial<ContainerSettings>): JobPayload => ({
    ...deploy,
    spec: { ...deploy.spec, container: { ...deploy.spec.container, ...container } },
  });
  const mount = opened({ hostMounts: [{ source: "/srv/photos/old", path: "/photos", isReadOnly: true }] });
  const device = opened({ devices: [{ path: "/dev/dri/card0", target: "/dev/dri/card0", access: "rw" }] });
  const gpu = opened({ gpus: "all" });
  const privileged = opened({ isPrivileged: true });

  test.each([mount, device, gpu, privileged])("is refused where no policy lists it (%#)", (payload) => {
    expect(refusalOf({}, payload)?.class).toBe("policy-refused");
  });

  test.each<[what: string, payload: JobPayload, listed: Policy, other: Policy]>([
    ["a folder", mount, { hostMounts: ["/srv/photos/*"] }, { hostMounts: ["/srv/photos"] }],
    ["a device", device, { devices: ["/dev/dri/*"] }, { devices: ["gpu", "/dev/ttyUSB0"] }],
    ["a GPU", gpu, { devices: ["gpu"] }, { devices: ["/dev/*"] }],
    ["every right", privileged, { privileged: true }, { privileged: false }],
  ])("%s is let in by being listed, and by nothing else", (_what, payload, listed, other) => {
    expect(refusalOf(listed, payload)).toBeUndefined();
    expect(refusalOf(other, payload)?.class).toBe("policy-refused");
  });
});

describe("capabilities", () => {
  const granted: JobPayload = {
    ...deploy,
    spec: { ...deploy.spec, container: { ...deploy.spec.container, capabilities: ["NET_RAW"] } },
  };
  test.each([
    [{}, undefined],
    [{ capabilities: ["NET_RAW"] }, undefined],
    [{ capabilities: ["IPC_LOCK"] }, "policy-refused"],
    [{ capabilities: [] }, "policy-refused"],
  ])("%j answers a resource that was given one: %s", (policy, expected) => {
    expect(refusalOf(policy, granted)?.class).toBe(expected);
  });

  test("a resource without any is nobody's business", () => {
    expect(refusalOf({ capabilities: [] }, deploy)).toBeUndefined();
  });
});

describe("labels for other programs of the server", () => {
  const labelled: JobPayload = {
    ...deploy,
    spec: {
      ...deploy.spec,
      container: { ...deploy.spec.container, labels: [{ name: "example.team", value: "shop" }] },
    },
  };
  test.each<[policy: Policy, cause: string | undefined]>([
    [{}, undefined],
    [{ labels: ["example.team=*"] }, undefined],
    [{ labels: ["example.team=shop"] }, undefined],
    [{ labels: ["example.team=desk", "example.team"] }, "policy-refused"],
    [{ labels: [] }, "policy-refused"],
  ])("a policy of %j is held", (policy, cause) => {
    expect(refusalOf(policy, labelled)?.class).toBe(cause);
    expect(refusalOf(policy, deploy)).toBeUndefined();
  });
});
