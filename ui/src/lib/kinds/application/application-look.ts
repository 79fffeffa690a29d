import { buildWords } from "@fairlead/runner/contract/words/builds/index.ts";
import type { ApplicationItem, ApplicationView } from "../../api/types.ts";
import { forgeLinks } from "../../sources/forge-links.ts";
import type { Signal } from "../../ui/signal.ts";
import { relativeTime } from "../../ui/time/relative-time.ts";

const looks: Record<ApplicationItem["state"], { signal: Signal; label: string }> = {
  new: { signal: "idle", label: "Not deployed" },
  running: { signal: "ok", label: "Running" },
  stopped: { signal: "idle", label: "Stopped" },
  crashed: { signal: "bad", label: "Crashed" },
  unknown: { signal: "warn", label: "Unknown" },
  gone: { signal: "bad", label: "Gone from its server" },
  removing: { signal: "busy", label: "Removing" },
};

/** What is true now; a first deployment under way counts for more than "not deployed". */
export function applicationLook({ state, latestStatus }: Pick<ApplicationItem, "state" | "latestStatus">) {
  if (state === "new" && (latestStatus === "running" || latestStatus === "queued")) {
    return { signal: "busy" as const, label: "First deployment" };
  }
  if (state === "new" && latestStatus === "failed") return { signal: "bad" as const, label: "Never started" };
  return looks[state];
}

type Told = Pick<ApplicationItem, "state" | "latestStatus">;

/** Does not serve, or what was deployed last did not come out. */
export const isFailing = (application: Told) =>
  applicationLook(application).signal === "bad" || application.latestStatus === "failed";

const underWay: readonly unknown[] = ["queued", "running", "live", "cancelling"];

/** What needs a look first: what fails, then what is being deployed. */
export function urgencyOf(application: Told): 0 | 1 | 2 {
  if (isFailing(application)) return 2;
  return applicationLook(application).signal === "busy" || underWay.includes(application.latestStatus) ? 1 : 0;
}

/** For so long after it was seen running it is told as running now. */
const freshMs = 2 * 60_000;
type Seen = Pick<ApplicationItem, "state" | "latestStatus" | "stateObservedAt">;

/** As it is shown at `now`: nobody looks between two deployments whether it still runs, so what was seen ages and is not called good. */
export function lookAt(application: Seen, now: number): { signal: Signal; label: string } {
  const { state, stateObservedAt: at } = application;
  if (state !== "running" || (at !== null && now - at < freshMs)) return applicationLook(application);
  return { signal: "idle", label: at === null ? "Running, not seen since" : `Running, ${relativeTime(at, now)}` };
}

/** Where the code or image comes from, in the few words a list has room for. */
export const originText = ({ origin }: Pick<ApplicationView, "origin">) =>
  origin.kind === "git" ? origin.repository : origin.image;

/** Pages of its repository at the forge. */
export const linksOf = ({ origin }: Pick<ApplicationView, "origin">) =>
  origin.kind === "git" ? forgeLinks(origin.repositoryUrl, origin.forge) : undefined;

export const buildText = ({ build }: Pick<ApplicationView, "build">) => buildWords[build.kind].title;

export const hostOf = (url: string) => url.replace(/^https?:\/\//, "").replace(/\/$/, "");
