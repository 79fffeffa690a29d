import type { ApplicationView } from "../../api/types.ts";

type Targets = Pick<ApplicationView, "targets">;
type Target = ApplicationView["targets"][number];

/** "web-1", "web-1 and web-2", "web-1, web-2 and web-3". */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

const namesOf = (targets: readonly Target[]) => listed(targets.map(({ server }) => server.name));

/** All servers of an application. */
export const serverNames = ({ targets }: Targets) => namesOf(targets);

/** Servers that do not have the newest release, in words; null when each has it. */
export function behindText({ targets }: Targets): { title: string; text: string } | null {
  const behind = targets.filter(({ isBehind, state }) => isBehind && state !== "removing");
  if (behind.length === 0) return null;
  const what = behind.map(({ server, activeNumber }) => {
    const serves =
      activeNumber === null ? `Nothing serves on ${server.name} yet` : `${server.name} still serves #${activeNumber}`;
    return server.state === "unreachable" ? `${serves}, and it cannot be reached.` : `${serves}.`;
  });
  return {
    title: `Behind on ${namesOf(behind)}`,
    text: `${what.join(" ")} A server that was away or was added gets the newest release by itself once it answers.`,
  };
}

/** Servers that the application is being removed from, while it stays on others. */
export function leavingText({ targets }: Targets): string | null {
  const leaving = targets.filter(({ state }) => state === "removing");
  return leaving.length === 0 || leaving.length === targets.length ? null : `Being removed from ${namesOf(leaving)}`;
}

/** Servers that it is being taken away from and that do not answer: one may be away for good. */
export const awayWhileLeaving = ({ targets, removal }: Pick<ApplicationView, "targets" | "removal">): Target[] =>
  targets.filter(({ server, state }) => (removal !== null || state === "removing") && !server.isReachable);

/** Servers that would be given up if it were deleted now, in words; null when each answers. */
export function lostNames({ targets }: Targets): string | null {
  const lost = targets.filter(({ server }) => !server.isReachable);
  return lost.length === 0 ? null : namesOf(lost);
}

/** Servers of an application that do not answer, beside those that are told to be behind. */
export const unreachable = ({ targets }: Targets) =>
  targets.flatMap(({ server, isBehind, state }) =>
    server.state === "unreachable" && !isBehind && state !== "removing" ? [server] : [],
  );
