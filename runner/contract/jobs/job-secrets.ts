import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { EnvKey } from "../grammar.ts";
import { idOf } from "../ids.ts";
import { RegistryAddress } from "../registry.ts";
import { maxMounts } from "../settings/mounts.ts";
import { maxFiles } from "../settings/placed-files.ts";

/** A login of the team at a registry. It is given to that registry and to no other. */
export const RegistryLogin = v.strictObject({ registry: RegistryAddress, username: v.string(), password: v.string() });
export type RegistryLogin = v.InferOutput<typeof RegistryLogin>;

/** `content` is base64 of its bytes. */
const FileContent = v.strictObject({ id: idOf("file"), content: v.string() });

const PasswordOfShare = v.strictObject({ volume: idOf("volume"), password: v.string() });

/** Secrets of one job, resolved at claim time for the claiming runner. Never stored by the runner, always redacted from logs. */
export const JobSecrets = v.strictObject({
  env: v.record(EnvKey, v.string()),
  gitToken: v.nullable(v.string()),
  gitUser: v.nullable(v.string()),
  /** Of an application that is an image, for the registry of that image. */
  registry: v.nullable(v.strictObject({ username: v.string(), password: v.string() })),
  /** What is in the files of the spec. */
  files: added(3, { as: v.pipe(v.array(FileContent), v.maxLength(maxFiles)), absent: [], older: "drop" }),
  /** Of the volumes whose files another machine has, those that sign in there. */
  sharePasswords: added(3, { as: v.pipe(v.array(PasswordOfShare), v.maxLength(maxMounts)), absent: [], older: "drop" }),
  /** Of the team, for the images that a build begins with or that an application without a login of its own is. */
  /** For the registry that a built image is pushed to, or pulled from by the servers that did not build it. */
  push: added(3, { as: v.nullable(RegistryLogin), absent: null, older: "drop" }),
  registries: added(2, { as: v.pipe(v.array(RegistryLogin), v.maxLength(1_000)), absent: [], older: "drop" }),
});
export type JobSecrets = v.InferOutput<typeof JobSecrets>;
