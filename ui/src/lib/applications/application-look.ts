import type { ApplicationItem, ApplicationView } from "../api/types.ts";
import { forgeLinks } from "../sources/forge-links.ts";
import type { Signal } from "../ui/signal.ts";

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

/** Where the code or image comes from, in the few words a list has room for. */
export const originText = ({ origin }: Pick<ApplicationView, "origin">) =>
  origin.kind === "git" ? origin.repository : origin.image;

/** Pages of its repository at the forge. */
export const linksOf = ({ origin }: Pick<ApplicationView, "origin">) =>
  origin.kind === "git" ? forgeLinks(origin.repositoryUrl, origin.forge) : undefined;

const buildNames = { dockerfile: "Dockerfile", static: "Static site", image: "Ready image" };
export const buildText = ({ build }: Pick<ApplicationView, "build">) => buildNames[build.kind];

export const hostOf = (url: string) => url.replace(/^https?:\/\//, "").replace(/\/$/, "");
