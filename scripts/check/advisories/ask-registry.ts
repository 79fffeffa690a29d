import type { Advisory } from "./advisory-list.ts";
import type { LockedPackage } from "./locked-packages.ts";

/** npm's bulk advisory service: versions by package in, advisories by package out. Throws when the registry does not have it. */
export async function askRegistry(registry: string, locked: readonly LockedPackage[]): Promise<Advisory[]> {
  const versions = new Map<string, string[]>();
  for (const { name, version } of locked) versions.set(name, [...(versions.get(name) ?? []), version]);
  const url = new URL("-/npm/v1/security/advisories/bulk", registry.endsWith("/") ? registry : `${registry}/`);
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(Object.fromEntries(versions)),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`the registry answered HTTP ${answer.status}`);
  return readAnswer(await answer.json());
}

export function readAnswer(answer: unknown): Advisory[] {
  if (typeof answer !== "object" || answer === null) throw new Error("the registry's answer is none");
  return Object.entries(answer).flatMap(([name, told]: [string, unknown]) =>
    (Array.isArray(told) ? told : []).flatMap((each: unknown) => toAdvisory(name, each)),
  );
}

function toAdvisory(name: string, told: unknown): Advisory[] {
  if (typeof told !== "object" || told === null) return [];
  const text = (key: string) => String(Reflect.get(told, key) ?? "");
  const id = text("url").match(/GHSA-[0-9a-z-]+/)?.[0] ?? text("id");
  // Without a range nothing is excluded.
  return [{ package: name, id, range: text("vulnerable_versions") || "*", title: text("title") }];
}
