import * as v from "valibot";
import { messageOf } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { StepFailed } from "../../outcome.ts";
import { isInit } from "../../plan/start-command.ts";
import type { StartRequest } from "../../ports/driver.ts";

const list = v.nullish(v.array(v.string()), []);
const Image = v.object({ Config: v.nullish(v.object({ Entrypoint: list, Cmd: list })) });

/** An init before one that the image brings would only be in its way: some end when they are not the first process. */
export async function wantsInit(host: DockerHost, { image, spec }: StartRequest): Promise<boolean> {
  const { init, command } = spec.container;
  // A line stands in the entrypoint's place.
  if (!init || command !== null) return init;
  // What is wrong with the image is told when it is started.
  const seen = v.safeParse(
    Image,
    await host.docker
      .getImage(image)
      .inspect()
      .catch(() => undefined),
  );
  const config = seen.success ? seen.output.Config : undefined;
  return !isInit([...(config?.Entrypoint ?? []), ...(spec.container.arguments ?? config?.Cmd ?? [])]);
}

/** Whether a start failed because the server has no program for it. */
export const isOfInit = (error: unknown): boolean =>
  (error instanceof StepFailed ? error.failure.evidence.join("\n") : messageOf(error)).includes("docker-init");
