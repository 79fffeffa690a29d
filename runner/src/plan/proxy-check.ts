import type { CheckLine } from "../../contract/index.ts";

/** `version` as the proxy says it; undefined: it does not. `wanted` is the image that this runner makes proxies from. */
export type RunningProxy = { image: string; version: string | undefined; wanted: string };

/** The proxy's line of the server check. A newer one is offered, and never put in its place unasked. */
export function checkProxy({ image, version, wanted }: RunningProxy): CheckLine {
  const runs = `The proxy runs: Caddy ${version === undefined ? "of an unknown version" : withoutV(version)}, from ${shown(image)}.`;
  const line = { name: "proxy", status: "ok", sentence: runs, fix: null } as const;
  if (image === wanted) return line;
  const order = compare(minorOf(version), minorOf(wanted.split("/").at(-1)?.split(":")[1]));
  if (order === "same") return line;
  const fix = `docker pull ${shown(wanted)} && docker stop --time 10 fairlead-proxy && docker rm fairlead-proxy`;
  const after = "Run the command and check again at once: between the two, ports 80 and 443 are closed.";
  if (order === "older")
    return {
      ...line,
      status: "warning",
      sentence: `${runs} A newer tested proxy is available: ${shown(wanted)}. ${after}`,
      fix,
    };
  return { ...line, sentence: `${runs} This runner makes proxies from ${shown(wanted)}. ${after}`, fix };
}

/** 2.11 of `v2.11.4`, of `2.11` and of `2.11-alpine`. */
function minorOf(text: string | undefined): [major: number, minor: number] | undefined {
  const [major = Number.NaN, minor = Number.NaN] = withoutV(text ?? "")
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  return Number.isNaN(major) || Number.isNaN(minor) ? undefined : [major, minor];
}

const withoutV = (version: string) => (version.startsWith("v") ? version.slice(1) : version);

function compare(
  running: ReturnType<typeof minorOf>,
  wanted: ReturnType<typeof minorOf>,
): "older" | "same" | "newer" | "unknown" {
  if (!running || !wanted) return "unknown";
  const difference = running[0] - wanted[0] || running[1] - wanted[1];
  return difference < 0 ? "older" : difference > 0 ? "newer" : "same";
}

const shown = (image: string) => image.slice(0, 120);
