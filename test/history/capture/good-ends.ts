import type { JobOutcome, JobResult } from "../../../runner/contract/index.ts";

const commit = { sha: "c".repeat(40), author: "Ada Lovelace", subject: "Count all ships", committedAt: 1_700_000_000 };
const release = { kind: "deploy", image: `sha256:${"1".repeat(64)}`, container: "app-live" } as const;
const warnings: string[] = [];
const unnamedVolumes: string[] = [];
const volume = `vol_${"0".repeat(26)}`;
const states = ["running", "stopped", "crashed", "absent"] as const;
const lines = ["connection", "host-key", "os", "cpu", "memory", "disk", "docker", "ports", "clock", "proxy"] as const;
const statuses = ["ok", "warning", "failed", "skipped"] as const;
const facts = {
  os: "Debian GNU/Linux 12",
  architecture: "x86_64",
  cpus: 4,
  memoryBytes: 8_589_934_592,
  diskFreeBytes: 53_687_091_200,
  dockerVersion: "20.10.24",
  clockSkewMs: -12,
  address: null,
};
const unknown = {
  os: null,
  architecture: null,
  cpus: null,
  memoryBytes: null,
  diskFreeBytes: null,
  dockerVersion: null,
  clockSkewMs: null,
  address: null,
};
const check = {
  kind: "check-server",
  seen: { hostKey: `ssh-ed25519 ${"A".repeat(68)}`, fingerprint: `SHA256:${"a".repeat(43)}` },
  lines: lines.map((name, index) => ({
    name,
    status: statuses[index % statuses.length] ?? "ok",
    sentence: `About ${name}.`,
    fix: index % 2 === 0 ? null : "apt-get install -y docker.io",
  })),
} as const;

const tried = {
  name: "login",
  state: "ok",
  sentence: "registry.test takes the login of ada.",
  nextAction: null,
  retryAfterSeconds: null,
} as const;

const results: Record<string, readonly JobResult[]> = {
  deploy: [
    { ...release, commit, warnings, unnamedVolumes },
    { ...release, commit: null, warnings, unnamedVolumes },
  ],
  "check-server": [
    { ...check, lines: [...check.lines], reachable: true, facts, cause: null, missing: [], certificates: [] },
    {
      ...check,
      lines: [],
      seen: null,
      reachable: false,
      missing: [],
      certificates: [],
      facts: unknown,
      cause: {
        class: "server-unreachable",
        step: "connect",
        sentence: "The server does not answer.",
        evidence: ["connect ECONNREFUSED"],
        nextAction: "See that it is up.",
      },
    },
  ],
  "sync-routes": [{ kind: "sync-routes", revision: 7, refused: [], settings: null, certificates: [] }],
  "make-deploy-key": [{ kind: "make-deploy-key", publicKey: `ssh-ed25519 ${"A".repeat(68)} fairlead` }],
  "read-digest": [
    { kind: "digest-read", digest: `sha256:${"1".repeat(64)}`, trouble: null },
    { kind: "digest-read", digest: null, trouble: { ...tried, name: "pull", state: "rate-limited" } },
  ],
  "read-head": [
    { kind: "read-head", commit: "d".repeat(40) },
    { kind: "read-head", commit: null },
  ],
  "measure-volumes": [
    { kind: "volumes-measured", volumes: [{ id: volume, sizeBytes: 4_096, containers: 1 }] },
    { kind: "volumes-measured", volumes: [{ id: volume, sizeBytes: null, containers: null }] },
  ],
  "check-registry": [{ kind: "registry-checked", lines: [tried] }],
  "empty-trash": [{ kind: "trash-emptied", volumes: [{ id: volume, outcome: "removed" }] }],
  remove: [{ kind: "none" }],
};
// Of each application job some, so that together they tell every state.
const observed = states.map((state): JobResult => ({ kind: "observed", state, liveDeployment: null }));

/** What a runner that did the job tells; the next of its results each time. */
export function goodEnd(kind: string, nth: number): JobOutcome {
  const possible = results[kind] ?? observed;
  const result = possible[nth % possible.length];
  return result ? { kind: "succeeded", result } : { kind: "cancelled" };
}
