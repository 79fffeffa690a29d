import type { EnvBinding, Route, WorkloadSpec } from "@fairlead/runner/contract";
import { isGitBuild } from "@fairlead/runner/contract";

/** One thing in which a deployment now would differ from the release that serves. */
export type ReleaseChange = {
  /** What names it for `undo`: `container.memoryBytes`, `variables.PORT`. */
  path: string;
  area: "settings" | "variables" | "domains";
  kind: "added" | "changed" | "removed";
  /** As text; null where there is none, and for a value that is hidden. */
  before: string | null;
  after: string | null;
  /** Of a secret neither value is told. */
  isHidden: boolean;
  canUndo: boolean;
  /** Only a deployment brings it out; domains are served at once. */
  waits: boolean;
};

type Variable = EnvBinding & {
  /** null: it was not looked at, because it cannot have changed since; undefined never. */
  value: string | null;
  isSecret: boolean;
  /** A place gives it, of which the resource is one of many, or it is made of what others hold. */
  isDistant?: boolean;
};
export type Side = {
  spec: Pick<WorkloadSpec, "source" | "build" | "push" | "container" | "health" | "outboundProxy" | "routes">;
  variables: readonly Variable[];
};
export type Compared = { serving: Side; next: Side };

/** Settings, then variables by name, then domains. */
export const releaseChanges = ({ serving, next }: Compared): ReleaseChange[] => [
  ...settingChanges(serving.spec, next.spec),
  ...variableChanges(serving.variables, next.variables),
  ...domainChanges(serving.spec.routes, next.spec.routes),
];

/** What is found out with each deployment anew, or asked for with a single one, is no setting. */
function settingsOf({ source, build, push, container, health, outboundProxy }: Side["spec"]) {
  const { noCache: _, ...ofBuild } = isGitBuild(build) ? build : { ...build, noCache: false };
  if (source.kind === "image") return { source, build: ofBuild, push, container, health, outboundProxy };
  const { commit: _commit, knownHost: _host, auth: _auth, ...ofSource } = source;
  return { source: ofSource, build: ofBuild, push, container, health, outboundProxy };
}

function settingChanges(before: Side["spec"], after: Side["spec"]): ReleaseChange[] {
  const isSameSource = before.source.kind === after.source.kind;
  const undone = isSameSource ? ["container", "health", "build"] : ["container", "health"];
  const canUndo = (path: string) =>
    undone.includes(path.split(".")[0] ?? "") ||
    (path.startsWith("source.") && isSameSource && before.source.kind === "git");
  return differing("", { before: settingsOf(before), after: settingsOf(after) }).map((each) => ({
    path: each.path,
    area: "settings",
    kind: each.before === null ? "added" : each.after === null ? "removed" : "changed",
    before: each.before,
    after: each.after,
    isHidden: false,
    canUndo: canUndo(each.path),
    waits: true,
  }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asText = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
};

type Difference = { path: string; before: string | null; after: string | null };
function differing(path: string, { before, after }: { before: unknown; after: unknown }): Difference[] {
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differing(path === "" ? key : `${path}.${key}`, { before: before[key], after: after[key] }),
    );
  const shown = { path, before: asText(before), after: asText(after) };
  return shown.before === shown.after ? [] : [shown];
}

function variableChanges(before: readonly Variable[], after: readonly Variable[]): ReleaseChange[] {
  const [had, has] = [before, after].map((all) => new Map(all.map((each) => [each.key, each])));
  const keys = [...new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])].toSorted();
  return keys.flatMap((key) => {
    const [old, now] = [had?.get(key), has?.get(key)];
    if (old && now && isSameVariable(old, now)) return [];
    const isHidden = (old?.isSecret ?? false) || (now?.isSecret ?? false);
    return {
      path: `variables.${key}`,
      area: "variables" as const,
      kind: !old ? ("added" as const) : now ? ("changed" as const) : ("removed" as const),
      before: old && !old.isSecret ? old.value : null,
      after: now && !now.isSecret ? now.value : null,
      isHidden,
      canUndo: !now?.isDistant && !(old?.isDistant ?? false),
      waits: true,
    };
  });
}

const isSameVariable = (a: Variable, b: Variable) =>
  a.scope === b.scope && a.argument === b.argument && (a.value === b.value || a.value === null || b.value === null);

function domainChanges(before: readonly Route[], after: readonly Route[]): ReleaseChange[] {
  const nameOf = ({ host, path }: Route) => (path === "/" ? host : host + path);
  const wordOf = ({ scheme, redirectTo, port }: Route) =>
    redirectTo === null
      ? `${scheme}${port === null ? "" : `, to port ${port}`}`
      : `${scheme}, redirects to ${redirectTo}`;
  const [had, has] = [before, after].map((all) => new Map(all.map((each) => [nameOf(each), wordOf(each)])));
  const names = [...new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])])].toSorted();
  return names.flatMap((name) => {
    const [old, now] = [had?.get(name) ?? null, has?.get(name) ?? null];
    if (old === now) return [];
    const kind = old === null ? ("added" as const) : now === null ? ("removed" as const) : ("changed" as const);
    const at = { path: `domains.${name}`, area: "domains" as const, kind };
    return [{ ...at, before: old, after: now, isHidden: false, canUndo: false, waits: false }];
  });
}
