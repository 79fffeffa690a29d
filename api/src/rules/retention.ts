/** What is kept for a time that the instance's owner may set, in days. */
export const retentionRules = {
  deliveries: { days: 30, least: 4, title: "Webhook calls", hint: "Forges deliver again for three days." },
  notifications: { days: 60, least: 1, title: "Alerts that were sent or given up", hint: "" },
  logs: { days: 90, least: 1, title: "Logs of deployments", hint: "The release that serves keeps its log." },
  deployments: {
    days: 180,
    least: 1,
    title: "Deployments and their steps",
    hint: "Of each resource the newest and whatever can be rolled back to are kept.",
  },
  jobs: { days: 14, least: 1, title: "Checks, route changes and other small jobs", hint: "" },
  audit: { days: 365, least: 7, title: "Who did what", hint: "" },
} as const satisfies Record<string, { days: number; least: number; title: string; hint: string }>;

export type RetentionKind = keyof typeof retentionRules;
export type RetentionDays = Record<RetentionKind, number>;
export const retentionKinds: readonly RetentionKind[] = [
  "deliveries",
  "notifications",
  "logs",
  "deployments",
  "jobs",
  "audit",
];
/** Ten years. */
export const mostDays = 3_650;

type Old = { id: string; number: number; isAtWork: boolean };
export type Release = { number: number; status: string; image: string | null; trigger: string };

/**
 * Which of an application's old deployments may go. What stays: the newest, the newest that followed the branch (a push is judged by
 * it), of each of the newest `keepReleases` images the newest release (it can be rolled back to), and whatever an open job works on.
 * `newest`: the application's deployments, the newest first.
 */
export function mayGo<D extends Old>(
  old: readonly D[],
  { newest, keepReleases }: { newest: readonly Release[]; keepReleases: number },
): D[] {
  const needed = new Set<number>();
  const images = new Set<string>();
  const following = newest.find(({ trigger }) => trigger === "push" || trigger === "poll");
  for (const each of [newest[0], following]) if (each) needed.add(each.number);
  for (const { number, status, image } of newest) {
    if (status !== "succeeded" || image === null || images.has(image) || images.size >= keepReleases) continue;
    images.add(image);
    needed.add(number);
  }
  return old.filter(({ number, isAtWork }) => !isAtWork && !needed.has(number));
}
