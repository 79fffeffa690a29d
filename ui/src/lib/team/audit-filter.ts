import type { Names } from "./audit-sentence.ts";

/** What the audit log is narrowed to, as it stands in the address and in the form: empty means everything. Days as `2026-11-30`. */
export const filterKeys = ["actor", "action", "target", "from", "to"] as const;
export type FilterKey = (typeof filterKeys)[number];
export type AuditFilter = Record<FilterKey, string>;
/** As the API asks for it. */
export type AuditQuery = Partial<AuditFilter>;
type Choice = { value: string; label: string };

const kinds = [
  ["access.", "Refusals"],
  ["application.", "Applications"],
  ["channel.", "Channels"],
  ["deployment.", "Deployments"],
  ["destination.", "Destinations"],
  ["domain.", "Domains"],
  ["environment.", "Environments"],
  ["invitation.", "Invitations"],
  ["enrolment.", "Join commands"],
  ["member.", "Members"],
  ["project.", "Projects"],
  ["registry.", "Registries"],
  ["resource.", "Resources of every kind"],
  ["runner.", "Runners"],
  ["server.", "Servers"],
  ["source.", "Sources"],
  ["team.", "Team"],
  ["token.", "Tokens"],
  ["variable.", "Variables"],
] as const;
export const actionChoices: readonly Choice[] = [
  { value: "", label: "Everything" },
  ...kinds.map(([value, label]) => ({ value, label })),
];

export const actorChoices = (members: readonly { userId: string; name: string }[]): Choice[] => [
  { value: "", label: "Everyone" },
  ...members.map(({ userId, name }) => ({ value: `user:${userId}`, label: name })),
  { value: "webhook", label: "Webhooks" },
];

/** The choices with what stands in the address, which may be none of them: somebody who left, or one whole action. */
export const withChosen = (choices: readonly Choice[], value: string): Choice[] =>
  choices.some((choice) => choice.value === value) ? [...choices] : [...choices, { value, label: value }];

export const readFilter = (params: { get(name: string): string | null }): AuditFilter => ({
  actor: params.get("actor")?.trim() ?? "",
  action: params.get("action")?.trim() ?? "",
  target: params.get("target")?.trim() ?? "",
  from: params.get("from")?.trim() ?? "",
  to: params.get("to")?.trim() ?? "",
});

/** The first moment of a day here, or of one some days later. What is no day goes to the API as it is, which says so. */
function momentOf(day: string, later = 0): string {
  const [year, month, date] = day.split("-").map(Number);
  const moment = new Date(year ?? NaN, (month ?? NaN) - 1, (date ?? NaN) + later).getTime();
  return Number.isNaN(moment) ? day : String(moment);
}

function idOf(target: string, names: Names): string {
  const asked = target.toLowerCase();
  return [...names].find(([, name]) => name.toLowerCase() === asked)?.[0] ?? target;
}

/** A thing may be named as people call it. The last day counts whole. */
export function queryOf({ actor, action, target, from, to }: AuditFilter, names: Names): AuditQuery {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(target && { target: idOf(target, names) }),
    ...(from && { from: momentOf(from) }),
    ...(to && { to: momentOf(to, 1) }),
  };
}

/** Each filter that is set, in words: what an empty list was asked for. */
export function filterWords(
  filter: AuditFilter,
  { members, names }: { members: readonly { userId: string; name: string }[]; names: Names },
): { key: FilterKey; words: string }[] {
  const labelOf = (choices: readonly Choice[], value: string) =>
    withChosen(choices, value).find((choice) => choice.value === value)?.label ?? value;
  const words: AuditFilter = {
    actor: `by ${labelOf(actorChoices(members), filter.actor)}`,
    action: `about ${labelOf(actionChoices, filter.action)}`,
    target: `on ${names.get(filter.target) ?? filter.target}`,
    from: `from ${filter.from}`,
    to: `until ${filter.to}`,
  };
  return filterKeys.filter((key) => filter[key]).map((key) => ({ key, words: words[key] }));
}
