import { aPublicKey } from "../../api/src/testing/resources.ts";
import { textsOf } from "./leaves.ts";
import type { Order } from "./order.ts";

const lease = { job: `job_${"0".repeat(26)}`, lease: "lease", attempt: 1 };
const cause = {
  class: "build-failed",
  step: "build",
  sentence: "It broke.",
  evidence: ["exit 1"],
  nextAction: "Mend it.",
};
const commit = { sha: "a".repeat(40), author: "Ada", subject: "Start", committedAt: 1 };
const line = { name: "docker", status: "ok", sentence: "It runs.", fix: "Nothing." };
const facts = {
  os: "Debian",
  architecture: "x86_64",
  cpus: 2,
  memoryBytes: 1,
  diskFreeBytes: 1,
  dockerVersion: "28",
  clockSkewMs: 0,
  address: "203.0.113.7",
};
const seen = { hostKey: "ssh-ed25519 AAAA", fingerprint: `SHA256:${"a".repeat(43)}` };
const liveDeployment = `dep_${"0".repeat(26)}`;
const refused = { application: `app_${"0".repeat(26)}`, host: "shop.example.com", path: "/", sentence: "It broke." };
const seenCertificate = {
  host: refused.host,
  state: "failed",
  issuer: "An Authority, R1",
  notAfter: 1,
  reason: "It was refused.",
};
const aVolume = `vol_${"0".repeat(26)}`;
const results = [
  {
    kind: "deploy",
    image: `sha256:${"a".repeat(64)}`,
    container: "live-app",
    commit,
    warnings: ["a warning"],
    unnamedVolumes: ["/data"],
  },
  { kind: "observed", state: "running", liveDeployment },
  {
    kind: "check-server",
    reachable: true,
    seen,
    lines: [line],
    facts,
    cause,
    missing: [refused.application],
    certificates: [seenCertificate],
  },
  { kind: "sync-routes", revision: 1, refused: [refused], settings: cause, certificates: [seenCertificate] },
  { kind: "make-deploy-key", publicKey: "ssh-ed25519 AAAA" },
  { kind: "read-head", commit: "a".repeat(40) },
  {
    kind: "registry-checked",
    lines: [{ name: "login", state: "ok", sentence: "It is taken.", nextAction: "None.", retryAfterSeconds: 1 }],
  },
  {
    kind: "digest-read",
    digest: `sha256:${"1".repeat(64)}`,
    trouble: { name: "pull", state: "slow", sentence: "It is slow.", nextAction: "Wait.", retryAfterSeconds: 1 },
  },
  { kind: "volumes-measured", volumes: [{ id: aVolume, sizeBytes: 1, containers: 0 }] },
  { kind: "trash-emptied", volumes: [{ id: aVolume, outcome: "removed" }] },
];
const outcomes = [{ kind: "failed", cause }, ...results.map((result) => ({ kind: "succeeded", result }))];

/** Of a job that nobody leased: what is well formed is refused for that alone. */
const report = (route: string, body: Record<string, unknown>): Order => ({
  route,
  by: "runner",
  few: true,
  body: () => body,
  compared: textsOf(body).map(({ path }) => path),
});
const reports = [
  report("POST /api/v1/runner/progress", {
    lease,
    steps: [{ step: "fetch", class: "pure", status: "passed", at: 1, note: "found", commit }],
    chunks: [{ seq: 0, step: "build", stream: "stdout", at: 1, text: "line\n" }],
  }),
  ...outcomes.map((outcome) =>
    report("POST /api/v1/runner/finish", { lease, key: "finish-key-00000", outcome, chunkCount: 0 }),
  ),
];

export const runners: Order[] = [
  {
    route: "POST /api/v1/runner/enrol",
    by: "anyone",
    body: () => ({ token: "none", name: "harbour-2", sshPublicKey: aPublicKey, version: "1", platform: "linux" }),
    compared: ["token", "name", "sshPublicKey", "version", "platform"],
  },
  {
    route: "POST /api/v1/runner/claim",
    by: "runner",
    body: (_, n) => ({ key: `${"k".repeat(16)}${n}`, waitMs: 0, version: "1", holding: [`job_${"0".repeat(26)}`] }),
    compared: ["holding.0", "key", "version"],
  },
  ...reports,
];
