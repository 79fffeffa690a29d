import type { InjectedVariable, WorkloadSpec } from "../../contract/index.ts";

type Given = { values: Readonly<Record<string, string>>; commit: string | null };

/** Variables of the running process, byte for byte. What the user sets wins over PORT; FAIRLEAD_ is ours. */
export function runtimeEnv(spec: WorkloadSpec, { values, commit }: Given): Record<string, string> {
  const { PORT, ...ours } = {
    PORT: String(spec.container.port),
    FAIRLEAD_COMMIT: commit ?? "",
    FAIRLEAD_DEPLOYMENT: spec.deployment,
  } satisfies Record<InjectedVariable, string>;
  const own = spec.env.filter(({ scope }) => scope !== "build").flatMap(({ key }) => pair(key, values));
  return { PORT, ...Object.fromEntries(own), ...ours };
}

/** Variables that a build may see. */
export function buildEnv(spec: WorkloadSpec, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    spec.env.filter(({ scope }) => scope !== "runtime").flatMap(({ key }) => pair(key, values)),
  );
}

/** A variable whose value did not travel does not exist: an empty one would be a lie. */
const pair = (key: string, values: Readonly<Record<string, string>>): [string, string][] => {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return value === undefined ? [] : [[key, value]];
};
