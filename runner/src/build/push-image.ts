import * as v from "valibot";
import { registryName } from "../../contract/index.ts";
import { callDocker } from "../engine/docker-error.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { removeImages } from "../engine/images.ts";
import { StepFailed } from "../outcome.ts";
import type { ImagePush } from "../ports/target.ts";
import { authHeader } from "./auth-header.ts";
import { parseImageReference, repositoryOf, serverAddressOf } from "./image-reference.ts";
import { readJsonLines } from "./json-lines.ts";
import { explainPushFailure } from "./push-failures.ts";

/**
 * Pushes an image under each tag. Its names at the registry are on the server only meanwhile: an image that has a name which is not ours
 * counts as somebody's, and stays for ever.
 */
export async function pushImage(host: DockerHost, push: ImagePush): Promise<void> {
  const reference = parseImageReference(push.repository);
  const repository = repositoryOf(reference);
  const registry = registryName(reference.registry);
  const { username, password } = push.login;
  const asked = { registry, repository: push.repository, username };
  const headers = authHeader({ username, password }, serverAddressOf(reference.registry));
  try {
    for (const tag of push.tags) {
      await callDocker(host.docker.getImage(push.imageId).tag({ repo: repository, tag }));
      await pushTag(host, { ...push, path: `/images/${repository}/push`, tag, headers, asked });
    }
  } finally {
    await removeImages(
      host,
      push.tags.map((tag) => `${repository}:${tag}`),
    );
  }
}

type OneTag = ImagePush & {
  path: string;
  tag: string;
  headers: Record<string, string>;
  asked: Parameters<typeof explainPushFailure>[1];
};

async function pushTag(host: DockerHost, { path, tag, headers, asked, onHeard, signal }: OneTag): Promise<void> {
  const { status, response } = await host.dockerRequest({ method: "POST", path, query: { tag }, headers, signal });
  for await (const line of readJsonLines(response)) {
    onHeard();
    const parsed = v.safeParse(Message, line);
    if (!parsed.success) continue;
    const failure = parsed.output.error ?? (status === 200 ? undefined : parsed.output.message);
    if (failure !== undefined) throw new StepFailed(explainPushFailure(failure, asked));
  }
  signal.throwIfAborted();
  if (status !== 200) throw new StepFailed(explainPushFailure(`Docker answered ${status}`, asked));
}

const Message = v.object({ error: v.optional(v.string()), message: v.optional(v.string()) });
