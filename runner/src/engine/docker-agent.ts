import http from "node:http";
import type { Duplex } from "node:stream";
import { DialRefused, HostFault } from "../hosts/host-fault.ts";
import { type CallDeadlines, callDeadlines, isLongCall } from "./docker-call.ts";

declare module "node:http" {
  // The documented seam for custom agents; missing in @types/node.
  interface Agent {
    addRequest(request: http.ClientRequest, options: http.ClientRequestArgs): void;
  }
}

export type DockerAgentOptions = {
  label: string;
  /** A new stream to the Docker socket. It exists at once; that it could not be opened is its error. */
  open: () => Duplex;
  /** How many connections may be open at once, for short and for long calls. */
  limits: { short: number; long: number };
  deadlines?: CallDeadlines | undefined;
};

/**
 * Carries Engine API requests over streams that `open` makes. Short calls reuse kept-alive streams and must be answered in time; long
 * calls get a stream of their own from a separate budget, so a hundred followed logs never keep a question waiting.
 */
export class DockerAgent extends http.Agent {
  readonly #options: DockerAgentOptions;
  readonly #long: http.Agent;

  constructor(options: DockerAgentOptions) {
    super({ keepAlive: true, maxSockets: options.limits.short, maxFreeSockets: Math.min(8, options.limits.short) });
    this.#options = options;
    this.#long = new LongCallAgent(options);
  }

  override addRequest(request: http.ClientRequest, options: http.ClientRequestArgs): void {
    request.once("response", (response: http.IncomingMessage) => passOnSocketError(response, this.#options.label));
    if (request.getHeader("upgrade") !== undefined || isLongCall(request.method, request.path)) {
      this.#requireAnswer(request);
      this.#long.addRequest(request, options);
      return;
    }
    const { deadlines = callDeadlines, label } = this.#options;
    const timer = setTimeout(() => request.destroy(lateAnswer(label, request)), deadlines.shortMs);
    request.once("close", () => clearTimeout(timer));
    super.addRequest(request, options);
  }

  /** The wait for a free connection counts too. What an answer brings after its beginning has no limit here. */
  #requireAnswer(request: http.ClientRequest): void {
    const { deadlines = callDeadlines, label } = this.#options;
    const withinMs = deadlines.answerMs(request.method, request.path);
    if (withinMs === undefined) return;
    const timer = setTimeout(() => request.destroy(lateAnswer(label, request)), withinMs);
    const clear = () => clearTimeout(timer);
    request.once("response", clear).once("upgrade", clear).once("close", clear);
  }

  createConnection(): Duplex {
    return this.#options.open();
  }

  override destroy(): void {
    this.#long.destroy();
    super.destroy();
  }

  // docker-modem runs util.inspect over its options, agent included, on every request, even with debugging off. Without this
  // answer that walk covers the whole SSH object graph and one call costs seconds.
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "DockerAgent";
  }
}

/** node:http says only "aborted" when the stream breaks or ends in the middle of an answer; here it says why. */
function passOnSocketError(response: http.IncomingMessage, label: string): void {
  const { socket } = response;
  const pass = (error: Error) => response.destroy(error);
  const cut = () => {
    if (!response.complete) response.destroy(dockerLeft(label, "the answer ended before it was whole"));
  };
  socket.once("error", pass).prependOnceListener("close", cut);
  response.once("close", () => socket.off("error", pass).off("close", cut));
}

class LongCallAgent extends http.Agent {
  readonly #options: DockerAgentOptions;

  constructor(options: DockerAgentOptions) {
    super({ keepAlive: false, maxSockets: options.limits.long });
    this.#options = options;
  }

  createConnection(): Duplex {
    return this.#options.open();
  }
}

/** What a call to Docker failed with when there was no answer: that the daemon went away is said in words, the rest stays as it is. */
export function explainLoss(error: Error, label: string): Error {
  if (error instanceof DialRefused) return dockerLeft(label, error.message);
  const code = "code" in error ? error.code : undefined;
  return code === "ECONNRESET" || code === "EPIPE" || code === "ECONNREFUSED"
    ? dockerLeft(label, String(error))
    : error;
}

export function dockerLeft(label: string, detail: string): HostFault {
  return new HostFault("docker-stopped", {
    sentence: `Docker on ${label} went away in the middle of the work: it was stopped or restarted.`,
    evidence: [detail],
    nextAction: "See why with `sudo journalctl -u docker -n 50`. Once it runs again, try again.",
  });
}

function lateAnswer(label: string, request: http.ClientRequest): HostFault {
  return new HostFault("timeout", {
    sentence: `Docker on ${label} did not answer in time.`,
    evidence: [`${request.method} ${request.path.split("?")[0]}`],
    nextAction:
      "Look at the Docker daemon: `sudo journalctl -u docker -n 50`. If it hangs: `sudo systemctl restart docker`.",
  });
}
