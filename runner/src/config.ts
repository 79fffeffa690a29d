import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { withoutTrailing } from "../contract/index.ts";

/** Everything the runner is told by its environment. */
export type Config = {
  /** Origin of the control plane, without a trailing slash. */
  url: string;
  /** One-time enrolment token; undefined once the runner is enrolled. */
  token: string | undefined;
  /** State folder: keys, credential, mirrors, spool. Nobody else may read it. */
  home: string;
  name: string;
  slots: number;
  proxyImage: string;
  allowHttpGit: boolean;
  failpoint: string | undefined;
  /** As it was given: git is handed its part of it (PATH, outbound proxies, certificate authorities). */
  environment: Environment;
};
export type Environment = Readonly<Record<string, string | undefined>>;

const Origin = v.pipe(
  v.string(),
  v.check(
    (text) => text === "" || /^https?:$/.test(URL.parse(text)?.protocol ?? ""),
    "must be an address such as https://fairlead.example.com",
  ),
  v.transform((text) => withoutTrailing(text, "/")),
);
const flag = v.pipe(
  v.optional(v.picklist(["0", "1", "true", "false"], "must be 1 or 0"), "0"),
  v.transform((text) => text === "1" || text === "true"),
);

const Variables = v.object({
  FAIRLEAD_URL: v.optional(
    v.pipe(
      v.string(),
      v.nonEmpty("is missing: the address of the control plane, e.g. https://fairlead.example.com"),
      Origin,
    ),
    "",
  ),
  FAIRLEAD_TOKEN: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  FAIRLEAD_RUNNER_TOKEN_FILE: v.optional(v.string()),
  FAIRLEAD_RUNNER_HOME: v.optional(v.string(), join(homedir(), ".fairlead-runner")),
  FAIRLEAD_RUNNER_NAME: v.optional(
    v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    hostname() || "runner",
  ),
  FAIRLEAD_RUNNER_SLOTS: v.optional(
    v.pipe(
      v.string(),
      v.toNumber("must be a whole number, such as 4"),
      v.integer("must be a whole number, such as 4"),
      v.minValue(1, "must be 1 or more"),
      v.maxValue(64, "must be 64 or less"),
    ),
    "4",
  ),
  // A minor that our suites ran on: what a wider tag leads to changes under people's hands.
  FAIRLEAD_PROXY_IMAGE: v.optional(v.pipe(v.string(), v.minLength(1)), "caddy:2.11"),
  FAIRLEAD_ALLOW_HTTP_GIT: flag,
  FAIRLEAD_ENABLE_FAILPOINTS: flag,
  FAIRLEAD_FAILPOINT: v.optional(v.string()),
});

/** The environment cannot be used; `problems` names every one of them. */
export class BadConfig extends Error {
  override readonly name = "BadConfig";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = v.safeParse(Variables, given);
  if (!parsed.success) {
    throw new BadConfig(parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "environment"} ${issue.message}`));
  }
  const read = parsed.output;
  return {
    url: read.FAIRLEAD_URL,
    token: read.FAIRLEAD_TOKEN || readToken(read.FAIRLEAD_RUNNER_TOKEN_FILE),
    home: resolve(read.FAIRLEAD_RUNNER_HOME),
    name: read.FAIRLEAD_RUNNER_NAME,
    slots: read.FAIRLEAD_RUNNER_SLOTS,
    proxyImage: read.FAIRLEAD_PROXY_IMAGE,
    allowHttpGit: read.FAIRLEAD_ALLOW_HTTP_GIT,
    failpoint: read.FAIRLEAD_ENABLE_FAILPOINTS ? read.FAIRLEAD_FAILPOINT : undefined,
    environment: env,
  };
}

/** Kept out of the environment of long-lived services: others may read that. An enrolled runner needs no token. */
function readToken(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}
