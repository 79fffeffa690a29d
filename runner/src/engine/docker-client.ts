import http from "node:http";
import type { Readable } from "node:stream";
import Docker from "dockerode";
import { onceBroken } from "../broken-stream.ts";
import { HostFault } from "../hosts/host-fault.ts";
import { type DockerAgent, explainLoss } from "./docker-agent.ts";
import { askGuarded } from "./docker-modem.ts";
import type { DockerAnswer, DockerRequest } from "./docker-request.ts";

/** Docker 20.10. Older daemons lack what the drivers rely on. */
const oldestApi = "1.41";
/** The newest API our requests are written against. Daemons speak older ones for years; the reverse does not hold. */
const newestApi = "1.47";

export type DockerClient = {
  /** Engine API version all calls use, e.g. `1.47`: the newest both sides know. */
  readonly dockerApi: string;
  /** dockerode for everything with a plain answer. Every call has a deadline until its answer begins, see `docker-call`. */
  readonly docker: Docker;
  /** One raw Engine API request for what dockerode cannot say: builds, sessions, aborts in mid-stream. */
  dockerRequest: (request: DockerRequest) => Promise<DockerAnswer>;
};

/** Asks the daemon for its version and settles on the newest API both sides know. Throws `docker-outdated` when there is none. */
export async function openDockerClient(
  agent: DockerAgent,
  options: { label: string; signal?: AbortSignal | undefined },
) {
  const ping = await sendRequest(agent, { method: "GET", path: "/_ping", ...options });
  ping.response.resume();
  const offered = ping.response.headers["api-version"];
  const dockerApi = settleApi(typeof offered === "string" ? offered : "");
  if (ping.status !== 200 || !dockerApi) throw outdated(options.label, String(offered ?? `HTTP ${ping.status}`));
  // @types/dockerode does not know `agent`, which docker-modem takes.
  const modem = { protocol: "http" as const, host: "docker", port: 80, agent, version: `v${dockerApi}` };
  const client: DockerClient = {
    dockerApi,
    docker: explaining(new Docker(modem), options.label),
    dockerRequest: (request) =>
      sendRequest(agent, { ...request, path: `/v${dockerApi}${request.path}` }).catch((error) => {
        throw request.signal?.aborted ? error : explainLoss(error, options.label);
      }),
  };
  return client;
}

/** Every call of dockerode goes through this one function of its modem. */
function explaining(docker: Docker, label: string): Docker {
  askGuarded(docker);
  const dial = docker.modem.dial.bind(docker.modem);
  docker.modem.dial = (request, done) =>
    dial(request, (error, result) => done?.(error ? explainLoss(error, label) : null, result));
  return docker;
}

/** undefined: the daemon is older than we support. */
export function settleApi(offered: string): string | undefined {
  if (!/^1\.\d{1,3}$/.test(offered)) return undefined;
  const minor = (version: string) => Number(version.slice(2));
  if (minor(offered) < minor(oldestApi)) return undefined;
  return minor(offered) < minor(newestApi) ? offered : newestApi;
}

function sendRequest(agent: http.Agent, request: DockerRequest): Promise<DockerAnswer> {
  const { method, path, query, headers = {}, body, signal, upgrade } = request;
  const given = Object.entries(query ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  return new Promise((resolve, reject) => {
    const sent = http.request({
      agent,
      method,
      host: "docker",
      path: path + search,
      headers: upgrade ? { ...headers, Connection: "Upgrade", Upgrade: upgrade } : headers,
      ...(signal ? { signal } : {}),
    });
    sent.on("error", (error) => reject(signal?.aborted ? signal.reason : error));
    sent.on("upgrade", (response, stream, head) => {
      if (head.length > 0) stream.unshift(head);
      resolve({ status: response.statusCode ?? 0, response, stream });
    });
    sent.on("response", (response) => {
      // node:http lets go of the signal once the headers are in; the body must end with it too.
      const abort = () => response.destroy(signal?.reason instanceof Error ? signal.reason : undefined);
      signal?.addEventListener("abort", abort, { once: true });
      response.once("close", () => signal?.removeEventListener("abort", abort));
      resolve({ status: response.statusCode ?? 0, response });
    });
    if (body === undefined || typeof body === "string" || body instanceof Uint8Array) sent.end(body);
    else sendBody(sent, body);
  });
}

/** A body that breaks breaks the request, or neither end would ever hear of it. */
function sendBody(sent: http.ClientRequest, body: Readable): void {
  onceBroken(body, (error) => sent.destroy(error));
  body.pipe(sent);
}

function outdated(label: string, offered: string): HostFault {
  return new HostFault("docker-outdated", {
    sentence: `Docker on ${label} is older than 20.10.`,
    evidence: [`API version ${offered}, needed ${oldestApi} or newer`],
    nextAction: "Install Docker 24 or newer: https://docs.docker.com/engine/install/",
  });
}
