// pure

import { spelledAuthority } from "@fairlead/runner/contract";
import * as v from "valibot";

type Environment = Record<string, string | undefined>;

/** Secrets that were printed somewhere: whoever reads documentation knows them. */
const published = /change.?me|example|default|secret|password|fairlead|better-auth|0123456789|abcdefgh|qwerty/i;
const distinctCharacters = (text: string) => new Set(text).size;

const Secret = v.pipe(
  v.string("is missing; make one with: openssl rand -base64 32"),
  v.minLength(32, "is shorter than 32 characters; make one with: openssl rand -base64 32"),
  v.check(
    (text) => !published.test(text) && distinctCharacters(text) >= 10,
    "is an example or too simple; make one with: openssl rand -base64 32",
  ),
);

const isLoopback = (host: string) => host === "localhost" || host === "127.0.0.1" || host === "[::1]";
/** An API key that goes over plain HTTP stays on this machine. */
const isSafeAddress = (text: string) => {
  const url = URL.parse(text);
  if (url?.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
};
const originOf = (text: string) => URL.parse(text)?.origin;
const Origin = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.username;
  }, "must be an address such as https://fairlead.example.com, without a path"),
  v.transform((text) => originOf(text) ?? text),
);
const list = <S extends v.GenericSchema<string>>(item: S) =>
  v.pipe(
    v.string(),
    v.transform((text) => text.split(",").flatMap((part) => part.trim() || [])),
    v.array(item),
  );
const DatabaseUrl = v.pipe(
  v.string("is missing; it looks like libsql://name.turso.io or file:/var/lib/fairlead/fairlead.db"),
  v.regex(/^(file|libsql|https?|wss?):/, "must start with file:, libsql: or https:"),
);

const shared = {
  FAIRLEAD_SECRET: Secret,
  FAIRLEAD_TRUSTED_ORIGINS: v.optional(list(Origin), ""),
  FAIRLEAD_ALLOW_PRIVATE_HOSTS: v.optional(
    list(v.pipe(v.string(), v.regex(/^[a-z0-9.:-]+$/i, "must be host names or addresses, separated by commas"))),
    "",
  ),
  DATABASE_URL: DatabaseUrl,
  DATABASE_TOKEN: v.optional(v.string()),
  RESEND_API_KEY: v.optional(
    v.pipe(v.string(), v.startsWith("re_", "must be an API key of Resend: it starts with re_")),
  ),
  RESEND_BASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isSafeAddress, "must be the https address of Resend's API or of what stands before it, without a path"),
      v.transform((text) => new URL(text).origin),
    ),
    "https://api.resend.com",
  ),
  MAIL_FROM: v.optional(
    v.pipe(v.string(), v.includes("@", "must be a sender such as Fairlead <fairlead@example.com>")),
  ),
};

const NodeEnvironment = v.object({
  ...shared,
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[0-9]{1,5}$/, "must be a number from 1 to 65535, such as 3001"),
      v.transform(Number),
      v.minValue(1, "must be at least 1"),
      v.maxValue(65_535, "must be at most 65535"),
    ),
    "3000",
  ),
  FAIRLEAD_URL: v.optional(Origin),
  FAIRLEAD_HOST: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-zA-Z.:-]+$/, "must be an address to listen on"))),
  FAIRLEAD_CLIENT_IP_HEADER: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]+$/, "must be the name of a header"))),
});

const WorkerEnvironment = v.object({
  ...shared,
  FAIRLEAD_URL: v.pipe(
    v.string("is missing; set it to the address of this Worker"),
    Origin,
    v.check(
      (text) => text.startsWith("https:") || isLoopback(new URL(text).hostname),
      "must start with https: on Workers",
    ),
  ),
  DATABASE_URL: v.pipe(DatabaseUrl, v.regex(/^(?!file:)/, "must be a remote database; Workers have no files")),
  FAIRLEAD_SUBREQUESTS: v.optional(
    v.pipe(
      v.string(),
      v.transform(Number),
      v.integer("must be the number of subrequests that one invocation of the Worker may make"),
      v.minValue(50, "must be at least 50"),
    ),
    "10000",
  ),
  SETUP_CODE: v.optional(
    v.pipe(v.string(), v.minLength(16, "is shorter than 16 characters; make one with: openssl rand -hex 16")),
  ),
});

/** Every problem of the configuration at once, each with the name of the setting. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((each) => `  - ${each}`).join("\n")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** An empty variable in a file of settings means that nothing was set. */
const withoutEmpty = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));

function parse<S extends v.GenericSchema>(schema: S, env: Environment): v.InferOutput<S> {
  const given = withoutEmpty(env);
  const result = v.safeParse(schema, given);
  const orphaned =
    given.RESEND_API_KEY && !given.MAIL_FROM
      ? ["MAIL_FROM is missing: mail needs a sender once RESEND_API_KEY is set"]
      : [];
  if (result.success && orphaned.length === 0) return result.output;
  const problems = (result.issues ?? []).map((issue) => `${String(issue.path?.[0]?.key ?? "")} ${issue.message}`);
  throw new ConfigError([...problems, ...orphaned]);
}

/** `http://localhost:3000` and `http://127.0.0.1:3000` are the same machine, and people type either. */
function withTwins(origin: string): string[] {
  const url = new URL(origin);
  if (!isLoopback(url.hostname)) return [origin];
  const port = url.port ? `:${url.port}` : "";
  const twins = ["localhost", "127.0.0.1", "[::1]"].map((host) => `${url.protocol}//${host}${port}`);
  return [origin, ...twins.filter((twin) => twin !== origin)];
}

type Shared = v.InferOutput<v.ObjectSchema<typeof shared, undefined>>;
const common = (env: Shared, url: string) => ({
  url,
  trustedOrigins: [...withTwins(url), ...env.FAIRLEAD_TRUSTED_ORIGINS],
  secret: env.FAIRLEAD_SECRET,
  databaseUrl: env.DATABASE_URL,
  databaseToken: env.DATABASE_TOKEN,
  resendApiKey: env.RESEND_API_KEY ?? null,
  resendBaseUrl: env.RESEND_BASE_URL,
  mailFrom: env.MAIL_FROM ?? "",
  allowedPrivateHosts: env.FAIRLEAD_ALLOW_PRIVATE_HOSTS.map(spelledAuthority),
});

export type NodeConfig = ReturnType<typeof readNodeConfig>;
export type WorkerConfig = ReturnType<typeof readWorkerConfig>;

/**
 * Throws ConfigError. Listens on this machine only, unless a public address or FAIRLEAD_HOST says otherwise. `embedded`: what the
 * state folder gives where the environment sets nothing.
 */
export function readNodeConfig(env: Environment, embedded: Environment = {}) {
  const read = parse(NodeEnvironment, { ...embedded, ...withoutEmpty(env) });
  const url = read.FAIRLEAD_URL ?? `http://localhost:${read.PORT}`;
  return {
    ...common(read, url),
    port: read.PORT,
    host: read.FAIRLEAD_HOST ?? (isLoopback(new URL(url).hostname) ? "127.0.0.1" : "0.0.0.0"),
    clientIpHeader: read.FAIRLEAD_CLIENT_IP_HEADER ?? null,
  };
}

/** Throws ConfigError. */
export function readWorkerConfig(env: Environment) {
  const read = parse(WorkerEnvironment, env);
  return {
    ...common(read, read.FAIRLEAD_URL),
    setupCode: read.SETUP_CODE ?? null,
    callsPerInvocation: read.FAIRLEAD_SUBREQUESTS,
  };
}
