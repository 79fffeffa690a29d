import { EnvBinding } from "@fairlead/runner/contract";
import * as v from "valibot";

const Values = v.record(v.string(), v.string());
const AtServer = v.array(v.strictObject({ binding: EnvBinding, value: v.string() }));

/**
 * What a deployment keeps beside its spec, before it is sealed: the value of each name. Where a server gives some of its own, they stand
 * apart, because the same deployment goes to several.
 */
const Stored = v.union([
  Values,
  v.strictObject({
    values: Values,
    servers: v.record(v.string(), AtServer),
    /** Names that were locked: what is put back is locked again. */
    locked: v.optional(v.array(v.string())),
  }),
]);

type AtServer = v.InferOutput<typeof AtServer>;
export type FrozenVariables = {
  values: Record<string, string>;
  servers: Record<string, AtServer>;
  locked?: readonly string[] | undefined;
};

export function writeFrozen({ values, servers, locked }: FrozenVariables): string {
  if (locked !== undefined && locked.length > 0) return JSON.stringify({ values, servers, locked });
  return JSON.stringify(Object.keys(servers).length === 0 ? values : { values, servers });
}

/** Throws where it is no such text. */
export function readFrozen(text: unknown): FrozenVariables {
  const stored = v.parse(Stored, text);
  return isPlain(stored) ? { values: stored, servers: {} } : stored;
}
const isPlain = (stored: v.InferOutput<typeof Stored>): stored is Record<string, string> =>
  typeof stored.values !== "object";

type Given = { env: readonly EnvBinding[]; frozen: Pick<FrozenVariables, "values" | "servers">; serverId: string };

/** What a process on one server gets: names, how they are given, and values. */
export function frozenAt({ env, frozen, serverId }: Given): { env: EnvBinding[]; values: Record<string, string> } {
  const own = Object.hasOwn(frozen.servers, serverId) ? (frozen.servers[serverId] ?? []) : [];
  const names = new Set(own.map(({ binding }) => binding.key));
  return {
    env: [...env.filter(({ key }) => !names.has(key)), ...own.map(({ binding }) => binding)],
    values: { ...frozen.values, ...Object.fromEntries(own.map(({ binding, value }) => [binding.key, value])) },
  };
}
