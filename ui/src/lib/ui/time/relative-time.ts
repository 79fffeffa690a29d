const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago (or how soon) a moment is, in the few words a list has room for. Both in epoch ms. */
export function relativeTime(at: number, now: number): string {
  const distance = Math.abs(now - at);
  const isFuture = at > now;
  if (distance < 5_000) return isFuture ? "in a moment" : "just now";
  const words = distanceWords(distance);
  if (!words) return shortDate(at, now);
  return isFuture ? `in ${words}` : `${words} ago`;
}

function distanceWords(distance: number): string | undefined {
  if (distance < minuteMs) return `${Math.floor(distance / 1000)} s`;
  if (distance < hourMs) return `${Math.floor(distance / minuteMs)} min`;
  if (distance < dayMs) return `${Math.floor(distance / hourMs)} h`;
  if (distance < 14 * dayMs) return `${Math.floor(distance / dayMs)} d`;
  return undefined;
}

function shortDate(at: number, now: number): string {
  const date = new Date(at);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(date);
}

/** The exact moment in the reader's own zone, for titles and tooltips. */
export const absoluteTime = (at: number) =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));

/** Length of a step or a deployment: `340 ms`, `4.2 s`, `1 min 05 s`, `2 h 10 min`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
