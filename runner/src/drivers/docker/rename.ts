import { callDocker, statusOf } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { liveName } from "../../plan/names.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import { observeContainers } from "./observe.ts";

const tries = 5;

/**
 * Gives a container another name. Gone is success for the one that loses the live name; having the name already is success for both.
 *
 * The engine refuses to rename what ended a moment ago and is about to be started again: it answers 404 for the network of a container
 * that is there. One that keeps crashing is therefore stopped first, which costs nobody an answer.
 */
export async function rename(
  host: DockerHost,
  { container, name }: { container: ObservedContainer; name: string },
): Promise<void> {
  const { id, release } = container;
  const losesLiveName = name !== liveName(release.resource);
  for (let left = tries; ; left--) {
    const error = await host.docker
      .getContainer(id)
      .rename({ name })
      .then(
        () => undefined,
        (refusal: unknown) => refusal,
      );
    if (error === undefined) return;
    // 400 since 20.10, 409 before: it is called that already. 409 also when another one is.
    if (![400, 404, 409].includes(statusOf(error) ?? 0)) return failed(error);
    const now = (await observeContainers(host, release.resource)).find((each) => each.id === id);
    if (now?.name === name || (!now && losesLiveName)) return;
    if (!now || statusOf(error) !== 404 || left === 1) return failed(error);
    if (now.state === "crashing")
      await callDocker(host.docker.getContainer(id).stop({ t: 0 }), { accepted: [304, 404] });
  }
}

async function failed(error: unknown): Promise<void> {
  await callDocker(Promise.reject(error));
}
