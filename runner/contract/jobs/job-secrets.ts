import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { EnvKey } from "../grammar.ts";
import { RegistryAddress } from "../registry.ts";

/** A login of the team at a registry. It is given to that registry and to no other. */
export const RegistryLogin = v.strictObject({ registry: RegistryAddress, username: v.string(), password: v.string() });
export type RegistryLogin = v.InferOutput<typeof RegistryLogin>;

/** Secrets of one job, resolved at claim time for the claiming runner. Never stored by the runner, always redacted from logs. */
export const JobSecrets = v.strictObject({
  env: v.record(EnvKey, v.string()),
  gitToken: v.nullable(v.string()),
  gitUser: v.nullable(v.string()),
  /** Of an application that is an image, for the registry of that image. */
  registry: v.nullable(v.strictObject({ username: v.string(), password: v.string() })),
  /** Of the team, for the images that a build begins with or that an application without a login of its own is. */
  /** For the registry that a built image is pushed to, or pulled from by the servers that did not build it. */
  push: added(3, { as: v.nullable(RegistryLogin), absent: null, older: "drop" }),
  registries: added(2, { as: v.pipe(v.array(RegistryLogin), v.maxLength(1_000)), absent: [], older: "drop" }),
});
export type JobSecrets = v.InferOutput<typeof JobSecrets>;
