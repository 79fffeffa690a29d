import * as v from "valibot";
import { callDocker } from "../engine/docker-error.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { removeImages } from "../engine/images.ts";
import { imageRepository, keyOf, label } from "../plan/names.ts";
import type { PushedPull, ReleaseImage } from "../ports/target.ts";
import { BuildFault } from "./build-fault.ts";
import { createBuildLog } from "./build-log.ts";
import { pullImage } from "./image.ts";
import { parseImageReference, repositoryOf } from "./image-reference.ts";

/**
 * The image that another server built for this deployment and pushed. undefined: the registry has it no more, or another one under its
 * tag, or one that this server cannot run, and it has to be built here. It gets the name of one that was built here, and is cleaned up like one.
 */
export async function pullPushed(
  host: DockerHost,
  { image, login, release, log, signal }: PushedPull,
): Promise<ReleaseImage | undefined> {
  log.say(`Pulling ${image}, which another server pushed.`);
  const pulled = await pullImage(host, { image, credentials: login, onEvent: createBuildLog(log), signal }).catch(
    (error: unknown) => {
      if (error instanceof BuildFault && error.reason === "image-not-found") return undefined;
      throw error;
    },
  );
  if (!pulled) {
    log.say("The registry has it no more: it is built here.");
    return undefined;
  }
  const { imageId } = pulled;
  const reference = parseImageReference(image);
  const name = `${repositoryOf(reference)}:${reference.tag ?? "latest"}`;
  const told = await judge(host, { imageId, deployment: release.deployment });
  if (told === undefined) {
    const repo = imageRepository(release.resource);
    await callDocker(host.docker.getImage(imageId).tag({ repo, tag: keyOf(release.deployment) }));
  } else log.say(`${told}: it is built here.`);
  await removeImages(host, [name]);
  return told === undefined ? { imageId, origin: "built" } : undefined;
}

const Inspected = v.object({
  Architecture: v.string(),
  Config: v.object({ Labels: v.nullish(v.record(v.string(), v.string())) }),
});
const Version = v.object({ Arch: v.string() });

/** Why it is not what this server should run; undefined: it is. */
async function judge(
  host: DockerHost,
  { imageId, deployment }: { imageId: string; deployment: string },
): Promise<string | undefined> {
  const [image, server] = await Promise.all([
    callDocker(host.docker.getImage(imageId).inspect()),
    callDocker(host.docker.version()),
  ]);
  const { Architecture, Config } = v.parse(Inspected, image);
  if (Config.Labels?.[label.deployment] !== deployment) return "Somebody pushed another image under its tag";
  const { Arch } = v.parse(Version, server);
  return Architecture === Arch ? undefined : `It is for ${Architecture}, and this server is ${Arch}`;
}
