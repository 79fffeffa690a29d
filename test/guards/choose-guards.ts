import type { Topic } from "./find-guards.ts";

/** Of `topic` all guards, of `topic:words` those whose rule holds the words. Names that choose nothing are told. */
export function chooseGuards(topics: readonly Topic[], wanted: readonly string[]) {
  if (wanted.length === 0) return { chosen: [...topics], unknown: [] };
  const chosen: Topic[] = [];
  const unknown: string[] = [];
  for (const want of wanted) {
    const [name = "", ...rest] = want.split(":");
    const words = rest.join(":").trim();
    const topic = topics.find((each) => each.name === name);
    const guards = (topic?.guards ?? []).filter(({ rule }) => rule.includes(words));
    if (guards.length === 0) unknown.push(want);
    else chosen.push({ name, guards });
  }
  return { chosen, unknown };
}
