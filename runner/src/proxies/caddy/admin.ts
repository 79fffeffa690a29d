import * as v from "valibot";
import type { DockerHost } from "../../engine/docker-host.ts";
import { DialRefused } from "../../hosts/host-fault.ts";
import { askOverStream, type StreamAnswer } from "../../http-over-stream.ts";
import { StepFailed } from "../../outcome.ts";
import type { CaddyConfig } from "./caddy-config.ts";
import { proxyFiles, proxyFolder } from "./proxy-paths.ts";
import { documentId } from "./render.ts";

const callTimeoutMs = 30_000;

/**
 * `etag` names this very state of the document: a write that carries it is refused when somebody wrote in between.
 * `hash` undefined: the proxy has no document of ours yet, or one of before routes were looked up in a table.
 */
export type SeenDocument = { hash: string | undefined; etag: string };

/** The admin API of the proxy, over the unix socket in our folder. */
export type CaddyAdmin = {
  /** undefined: nobody listens. */
  readDocument: () => Promise<SeenDocument | undefined>;
  /** Replaces the whole configuration. `conflict`: the document is not the one of `expected` any more. */
  load: (config: CaddyConfig, expected: SeenDocument) => Promise<"loaded" | "conflict">;
};

export function createCaddyAdmin(host: DockerHost): CaddyAdmin {
  const ask = (path: string, { body, headers }: { body?: string; headers?: Record<string, string> } = {}) =>
    askOverStream(host, {
      address: { unix: `${proxyFolder(host.home)}/${proxyFiles.socket}` },
      method: body === undefined ? "GET" : "POST",
      path,
      headers: { Host: "fairlead", Origin: "http://fairlead", "Content-Type": "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
      timeoutMs: callTimeoutMs,
      maxBytes: 1_048_576,
    });
  return {
    readDocument: async () => {
      try {
        const own = await ask(`/id/${documentId}`);
        return { hash: hashIn(own), etag: etagOf(await ask("/config/")) };
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
  };
}

const etagOf = ({ headers }: StreamAnswer) => headers.etag ?? "";

const Door = v.pipe(v.string(), v.parseJson(), v.looseObject({ handle: v.array(v.unknown()) }));

function hashIn({ status, body }: StreamAnswer): string | undefined {
  const parsed = status === 200 ? v.safeParse(Door, body) : undefined;
  return parsed?.success
    ? JSON.stringify(parsed.output.handle).match(/"X-Fairlead-Document":\["([0-9a-f]+)"\]/)?.[1]
    : undefined;
}

function refused({ status, body }: StreamAnswer): StepFailed {
  return new StepFailed({
    class: "route-refused",
    step: null,
    sentence:
      "The proxy refuses the server's settings; the ones before stay in force, and every route is served with them.",
    evidence: [`HTTP ${status}`, body.trim().slice(0, 480)],
    nextAction:
      "Look at the settings for certificates on the server's page. If they look right, report this with the proxy's version.",
  });
}
