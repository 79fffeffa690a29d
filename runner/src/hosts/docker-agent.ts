import http from "node:http";
import type { Duplex } from "node:stream";
import { isLongCall } from "./docker-call.ts";
import { HostFault } from "./host-fault.ts";

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
  shortCallTimeoutMs?: number;
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
    request.once("response", passOnSocketError);
    if (request.getHeader("upgrade") !== undefined || isLongCall(request.method, request.path)) {
      this.#long.addRequest(request, options);
      return;
    }
    const { shortCallTimeoutMs = 60_000, label } = this.#options;
    const timer = setTimeout(() => request.destroy(lateAnswer(label, request)), shortCallTimeoutMs);
    request.once("close", () => clearTimeout(timer));
    super.addRequest(request, options);
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

/** node:http says only "aborted" when the stream breaks in the middle of an answer; the stream's own error says why. */
function passOnSocketError(response: http.IncomingMessage): void {
  const { socket } = response;
  const pass = (error: Error) => response.destroy(error);
  socket.once("error", pass);
  response.once("close", () => socket.off("error", pass));
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

function lateAnswer(label: string, request: http.ClientRequest): HostFault {
  return new HostFault("timeout", {
    sentence: `Docker on ${label} did not answer in time.`,
    evidence: [`${request.method} ${request.path.split("?")[0]}`],
    nextAction:
      "Look at the Docker daemon: `sudo journalctl -u docker -n 50`. If it hangs: `sudo systemctl restart docker`.",
  });
}
