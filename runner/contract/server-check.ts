import * as v from "valibot";
import { added, growing } from "./ageing/index.ts";

/** One line of the server check: what was looked at, how it stands, and the command that mends it. */
export const CheckLine = v.strictObject({
  /** The sentence says what it is about, also under a name that a reader does not know. */
  name: growing(
    ["connection", "host-key", "os", "cpu", "memory", "disk", "docker", "ports", "clock", "proxy", "metadata"],
    { unknown: "os", since: { metadata: 2 } },
  ),
  status: v.picklist(["ok", "warning", "failed", "skipped"]),
  sentence: v.pipe(v.string(), v.maxLength(500)),
  fix: v.nullable(v.pipe(v.string(), v.maxLength(1_000))),
});
export type CheckLine = v.InferOutput<typeof CheckLine>;

export const ServerFacts = v.strictObject({
  os: v.nullable(v.string()),
  architecture: v.nullable(v.string()),
  cpus: v.nullable(v.number()),
  memoryBytes: v.nullable(v.number()),
  diskFreeBytes: v.nullable(v.number()),
  dockerVersion: v.nullable(v.string()),
  clockSkewMs: v.nullable(v.number()),
  /** What its host name resolves to where the runner is; of the runner's own machine the one it goes out by. */
  address: added(2, { as: v.nullable(v.pipe(v.string(), v.maxLength(64))), absent: null, older: "drop" }),
});
export type ServerFacts = v.InferOutput<typeof ServerFacts>;

/** `hostKey`: full public key line `ssh-ed25519 AAAA…`; `fingerprint`: `SHA256:…`. */
export const SeenHostKey = v.strictObject({
  hostKey: v.pipe(v.string(), v.maxLength(2_000)),
  fingerprint: v.pipe(v.string(), v.maxLength(100)),
});
