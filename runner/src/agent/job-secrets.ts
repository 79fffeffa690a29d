// pure

import * as v from "valibot";

/** Everyday values that many variables hold: masking them would black out every log and protect nothing. */
const plainWords = new Set(
  [
    "production",
    "development",
    "staging",
    "preview",
    "testing",
    "localhost",
    "enabled",
    "disabled",
    "default",
    "verbose",
  ].concat(["warning", "0.0.0.0", "127.0.0.1"]),
);

const Anything = v.fallback(v.record(v.string(), v.unknown()), {});
const Logins = v.fallback(v.array(Anything), []);

/**
 * Every value of a job that must not be in its log: all variables, tokens and passwords, and the proxy's probe secret. Reads the job
 * before it is checked, because what is wrong with it is told in the log too.
 */
export function secretsOf({ payload, secrets }: { payload: unknown; secrets: unknown }): string[] {
  const given = v.parse(Anything, secrets);
  const registry = v.parse(Anything, given.registry);
  const push = v.parse(Anything, given.push);
  const routes = v.parse(Anything, v.parse(Anything, payload).routes);
  const values = [
    ...Object.values(v.parse(Anything, given.env)),
    given.gitToken,
    registry.password,
    push.password,
    ...v.parse(Logins, given.sharePasswords).map(({ password }) => password),
    ...v.parse(Logins, given.registries).map(({ password }) => password),
    routes.probeSecret,
  ];
  return values.filter((value) => typeof value === "string").filter((value) => !plainWords.has(value.toLowerCase()));
}
