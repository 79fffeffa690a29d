import { listResourceRows } from "../api/resources.ts";
import { listVariables } from "../api/variables.ts";
import type { Completion } from "./complete-reference.ts";

type From = { holderId: string; environmentId: string | null };

/** What can be named where a text stands: resources by what is typed of them, and what each of them holds, asked for once. */
export function namesToRefer(from: () => From): (at: Pick<Completion, "typed" | "of">) => Promise<readonly string[]> {
  const keys = new Map<string, Promise<readonly string[]>>();
  const once = (id: string, ask: () => Promise<readonly string[]>) => {
    const known = keys.get(id) ?? ask().catch(() => []);
    keys.set(id, known);
    return known;
  };
  const resources = async (search: string) => {
    const { environmentId } = from();
    return environmentId ? (await listResourceRows({ environmentId, ...(search ? { search } : {}) })).items : [];
  };
  const keysOf = (id: string) => async () => (await listVariables(id)).items.map(({ key }) => key);

  return async ({ typed, of }) => {
    if (of === null) return (await resources(typed).catch(() => [])).map(({ name }) => name);
    if (of.isShared) return once("", () => sharedKeys(from().holderId));
    const found = (await resources(of.name).catch(() => [])).find(({ name }) => name === of.name);
    return found ? once(found.id, keysOf(found.id)) : [];
  };
}

/** Of a place its own count too. */
async function sharedKeys(holderId: string): Promise<readonly string[]> {
  const { items, inherited } = await listVariables(holderId);
  const isPlace = /^(team|prj|env|srv)_/.test(holderId);
  return [...new Set([...(isPlace ? items : []), ...inherited].map(({ key }) => key))];
}
