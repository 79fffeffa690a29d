import * as v from "valibot";
import type { Host } from "../../hosts/host.ts";
import { DialRefused } from "../../hosts/host-fault.ts";
import { askOverStream, type StreamAnswer } from "../../http-over-stream.ts";
import { StepFailed } from "../../outcome.ts";
import type { CaddyConfig } from "./caddy-config.ts";
import { proxyFolder } from "./proxy-paths.ts";
import { revisionId } from "./render.ts";

const callTimeoutMs = 30_000;

/**
 * `etag` names this very state of the document: a write that carries it is refused when somebody wrote in between.
 * Revision -1: the proxy runs, but has not been told anything yet.
 */
export type SeenRevision = { revision: number; etag: string };

/** The admin API of the proxy, over the unix socket in our folder. */
export type CaddyAdmin = {
  /** undefined: nobody listens. */
  readRevision: () => Promise<SeenRevision | undefined>;
  /** Replaces the whole configuration. `conflict`: the document is not the one of `expected` any more. */
  load: (config: CaddyConfig, expected: SeenRevision) => Promise<"loaded" | "conflict">;
  readConfig: () => Promise<unknown>;
};

export function createCaddyAdmin(host: Host): CaddyAdmin {
  const ask = (path: string, { body, headers }: { body?: string; headers?: Record<string, string> } = {}) =>
    askOverStream(host, {
      address: { unix: `${proxyFolder(host.home)}/admin.sock` },
      method: body === undefined ? "GET" : "POST",
      path,
      headers: { Host: "fairlead", Origin: "http://fairlead", "Content-Type": "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
      timeoutMs: callTimeoutMs,
      maxBytes: 32 * 1_048_576,
    });
  return {
    readRevision: async () => {
      try {
        return revisionOf(await ask(`/id/${revisionId}`)) ?? unwritten(await ask("/config/"));
      } catch (error) {
        if (error instanceof DialRefused) return undefined;
        throw error;
      }
    },
    load: async (config, expected) => {
      const answer = await ask("/config/", { body: JSON.stringify(config), headers: { "If-Match": expected.etag } });
      if (answer.status === 412) return "conflict";
      if (answer.status !== 200) throw refused(answer);
      return "loaded";
    },
    readConfig: async () => v.parse(v.pipe(v.string(), v.parseJson()), (await ask("/config/")).body),
  };
}

const Revision = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ match: v.tuple([v.object({ host: v.tuple([v.string()]) })]) }),
);

function revisionOf({ body, headers }: StreamAnswer): SeenRevision | undefined {
  const parsed = v.safeParse(Revision, body);
  const host = parsed.success ? parsed.output.match[0].host[0] : "";
  const found = host.match(/^revision-(\d{1,15})\.fairlead\.invalid$/);
  return found && headers.etag ? { revision: Number(found[1]), etag: headers.etag } : undefined;
}

const unwritten = ({ headers }: StreamAnswer): SeenRevision => ({ revision: -1, etag: headers.etag ?? "" });

function refused({ status, body }: StreamAnswer): StepFailed {
  return new StepFailed({
    class: "route-refused",
    step: null,
    sentence: "The proxy refuses the new routes; the ones before stay in force.",
    evidence: [`HTTP ${status}`, body.trim().slice(0, 480)],
    nextAction:
      "Look at the domain that was changed last. If its settings look right, report this with the proxy's version.",
  });
}
