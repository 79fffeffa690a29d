import * as v from "valibot";
import type { DockerHost } from "../engine/docker-host.ts";
import { authHeader, type RegistryCredentials } from "./auth-header.ts";
import type { BuiltImage, OnBuildEvent } from "./build-event.ts";
import { explainBuildFailure } from "./build-failure.ts";
import { BuildFault } from "./build-fault.ts";
import { parseImageReference, repositoryOf, serverAddressOf } from "./image-reference.ts";
import { readJsonLines } from "./json-lines.ts";

export type PullRequest = {
  /** Reference as the user wrote it. Without tag and digest, `latest` is meant. */
  image: string;
  credentials: RegistryCredentials | null;
  onEvent: OnBuildEvent;
  signal: AbortSignal;
};

/** `digest`: `repository@sha256:…` the tag stood for; null when the registry gave none. */
export type PulledImage = BuiltImage & { digest: string | null };

/**
 * Pulls an image and tells what its tag meant at that moment, so a rollback can name the same bytes. Credentials travel in a header of
 * the request and are not stored on the server.
 */
export async function pullImage(host: DockerHost, request: PullRequest): Promise<PulledImage> {
  const reference = parseImageReference(request.image);
  const repository = repositoryOf(reference);
  const tag = reference.digest ?? reference.tag ?? "latest";
  const { status, response } = await host.dockerRequest({
    method: "POST",
    path: "/images/create",
    query: { fromImage: repository, tag },
    headers: authHeader(request.credentials, serverAddressOf(reference.registry)),
    signal: request.signal,
  });
  for await (const line of readJsonLines(response)) {
    const parsed = v.safeParse(Message, line);
    if (!parsed.success) continue;
    const { error, message, id } = parsed.output;
    const failure = error ?? (status === 200 ? undefined : message);
    if (failure !== undefined) {
      const login = { registry: reference.registry, username: request.credentials?.username ?? null };
      throw explainBuildFailure({ message: failure, login, ...(status === 200 ? {} : { status }) });
    }
    if (id) request.onEvent(toTransfer(id, parsed.output));
  }
  request.signal.throwIfAborted();
  return inspect(host, { name: reference.digest ? `${repository}@${tag}` : `${repository}:${tag}`, repository });
}

const Message = v.object({
  id: v.optional(v.string()),
  status: v.optional(v.string()),
  progressDetail: v.optional(v.object({ current: v.optional(v.number()), total: v.optional(v.number()) })),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
});

type Progress = Pick<v.InferOutput<typeof Message>, "status" | "progressDetail">;

function toTransfer(item: string, { status = "", progressDetail: detail }: Progress) {
  const isDone = /^(Pull complete|Already exists|Download complete)$/.test(status);
  return {
    kind: "transfer",
    item,
    currentBytes: detail?.current ?? 0,
    totalBytes: detail?.total ?? 0,
    isDone,
  } as const;
}

const Inspected = v.object({ Id: v.string(), RepoDigests: v.nullish(v.array(v.string())) });

async function inspect(
  host: DockerHost,
  { name, repository }: { name: string; repository: string },
): Promise<PulledImage> {
  const found = v.parse(Inspected, await host.docker.getImage(name).inspect());
  const digest = found.RepoDigests?.find((one) => one.startsWith(`${repository}@`)) ?? null;
  if (/^sha256:[0-9a-f]{64}$/.test(found.Id)) return { imageId: found.Id, digest };
  throw new BuildFault("docker-failed", {
    sentence: `Docker names the image ${name} in a way we do not know.`,
    evidence: [found.Id.slice(0, 200)],
    nextAction: "Report this with the Docker version of the server.",
  });
}

/**
 * Id of an image on the server that never came from a registry. One that did is not taken: it may be another team's, or an old state of
 * what its tag means now.
 */
export async function findUnpulled(host: DockerHost, image: string): Promise<string | undefined> {
  const reference = parseImageReference(image);
  const name = `${repositoryOf(reference)}:${reference.tag ?? "latest"}`;
  const found = v.safeParse(
    Inspected,
    await host.docker
      .getImage(name)
      .inspect()
      .catch(() => undefined),
  );
  if (!found.success || (found.output.RepoDigests ?? []).length > 0) return undefined;
  return reference.digest === null || reference.digest === undefined ? found.output.Id : undefined;
}
