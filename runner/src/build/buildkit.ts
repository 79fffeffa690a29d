import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import * as v from "valibot";
import { registryName } from "../../contract/index.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import type { BuiltImage, OnBuildEvent } from "./build-event.ts";
import { explainBuildFailure, type FailureFacts } from "./build-failure.ts";
import { BuildFault } from "./build-fault.ts";
import { decodeStatus } from "./buildkit-proto.ts";
import type { SessionOffer } from "./buildkit-session.ts";
import { createTraceReader, type TraceReader } from "./buildkit-trace.ts";
import { readJsonLines } from "./json-lines.ts";
import type { AskedLogin } from "./registry-refusal.ts";

export type BuildkitRequest = SessionOffer & {
  /** Uncompressed tar of the context. Read to its end, or destroyed. */
  context: Readable;
  /** Path of the Dockerfile inside the context. */
  dockerfile: string;
  /** Name of the image to make, `repository:tag`. */
  tag: string;
  target: string | null;
  /** Values here end in the image's history: secrets go into `secrets`. */
  buildArgs: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  noCache: boolean;
  onEvent: OnBuildEvent;
  /** What a step is called to the user, where it is not by its own words. */
  nameOf?: (step: string) => string;
  /** Where a line of the Dockerfile that is sent stands in the one that the user knows. */
  lineOf?: (line: number) => number;
  signal: AbortSignal;
};

/**
 * Builds an image with the server's own BuildKit. Resolves with the image, throws BuildFault when the build failed, HostFault when the
 * server was lost, the signal's reason when cancelled; then BuildKit has been told to stop and kills what it runs.
 */
export async function buildWithBuildkit(host: DockerHost, request: BuildkitRequest): Promise<BuiltImage> {
  const { signal, context } = request;
  const build = randomUUID();
  let contextError: unknown;
  context.once("error", (error) => {
    contextError = error;
  });
  let session: { id: string; close: () => void } | undefined;
  const logins = new Map<string, AskedLogin>();
  try {
    signal.throwIfAborted();
    session = await openSession(host, noting(request, logins));
    const answer = await host.dockerRequest({
      method: "POST",
      path: "/build",
      query: queryOf(request, { build, session: session.id }),
      headers: { "Content-Type": "application/x-tar" },
      body: context,
      signal,
    });
    return await followBuild(answer.response, { ...request, logins, status: answer.status });
  } catch (error) {
    if (signal.aborted) {
      await cancelBuild(host, build);
      throw signal.reason;
    }
    throw contextError ?? error;
  } finally {
    context.destroy();
    session?.close();
  }
}

/** Which registries wanted to know who asks, and what they were told. */
const noting = <R extends SessionOffer>(request: R, logins: Map<string, AskedLogin>): R => ({
  ...request,
  credentialsFor: (host: string) => {
    const found = request.credentialsFor(host);
    const registry = registryName(host);
    logins.set(registry, { registry, username: found?.username ?? null });
    return found;
  },
});

/**
 * Every build has one: without, BuildKit cannot even ask Docker Hub for a public image. Loaded with the first build, because a resting
 * runner has no use for the memory of a gRPC server.
 */
async function openSession(host: DockerHost, request: BuildkitRequest) {
  const { openBuildkitSession } = await import("./buildkit-session.ts");
  return openBuildkitSession(host, request);
}

function queryOf(
  request: BuildkitRequest,
  ids: { build: string; session: string },
): Record<string, string | undefined> {
  return {
    version: "2",
    session: ids.session,
    buildid: ids.build,
    dockerfile: request.dockerfile,
    t: request.tag,
    target: request.target ?? undefined,
    buildargs: JSON.stringify(request.buildArgs),
    labels: JSON.stringify(request.labels),
    nocache: request.noCache ? "1" : undefined,
    rm: "1",
    forcerm: "1",
  };
}

/** Closing the request stops a build already; this also stops one whose request had not reached the daemon's builder yet. */
async function cancelBuild(host: DockerHost, build: string): Promise<void> {
  try {
    const request = { method: "POST", path: "/build/cancel", query: { id: build } } as const;
    const answer = await host.dockerRequest({ ...request, signal: AbortSignal.timeout(5_000) });
    answer.response.resume();
  } catch {
    // The server may be gone, and then so is the build.
  }
}

const Message = v.object({
  id: v.optional(v.string()),
  aux: v.optional(v.union([v.string(), v.looseObject({ ID: v.optional(v.string()) })])),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
  errorDetail: v.optional(v.looseObject({ message: v.optional(v.string()) })),
});

type Followed = Pick<BuildkitRequest, "onEvent" | "nameOf" | "lineOf"> & {
  status: number;
  logins: ReadonlyMap<string, AskedLogin>;
};

async function followBuild(
  response: Readable,
  { status, onEvent, nameOf, lineOf, logins }: Followed,
): Promise<BuiltImage> {
  const trace = createTraceReader(nameOf);
  let imageId: string | undefined;
  for await (const line of readJsonLines(response)) {
    const parsed = v.safeParse(Message, line);
    if (!parsed.success) continue;
    const { id, aux, error, errorDetail, message } = parsed.output;
    const told = errorDetail?.message ?? error ?? (status === 200 ? undefined : message);
    const failure = told === undefined || !lineOf ? told : withLines(told, lineOf);
    if (failure !== undefined)
      throw explain(
        { message: failure, login: loginIn(failure, logins), ...(status === 200 ? {} : { status }) },
        trace,
      );
    if (id === "moby.buildkit.trace" && typeof aux === "string") trace.read(decodeStatus(aux)).forEach(onEvent);
    if (id === "moby.image.id" && typeof aux === "object") imageId = aux.ID;
  }
  if (imageId) return { imageId };
  throw new BuildFault("docker-failed", {
    sentence: `Docker ended the build without an image and without an error (HTTP ${status}).`,
    nextAction: "Look at the Docker daemon's log on the server: `sudo journalctl -u docker -n 50`.",
  });
}

const withLines = (message: string, lineOf: (line: number) => number) =>
  message.replace(/(parse error (?:on )?line )(\d{1,6})/i, (_, before: string, line) => before + lineOf(Number(line)));

/** Of the registry that Docker speaks of: the longest name, where one is within another. */
const loginIn = (message: string, logins: ReadonlyMap<string, AskedLogin>): AskedLogin | undefined =>
  [...logins.values()]
    .filter(({ registry }) => message.includes(registry))
    .sort((one, other) => other.registry.length - one.registry.length)[0];

function explain(said: Pick<FailureFacts, "message" | "status" | "login">, trace: TraceReader): BuildFault {
  const failed = trace.failedStep();
  return explainBuildFailure({ ...said, step: failed?.name, lastLines: failed?.lastLines ?? [] });
}
