import { deployStep } from "../../contract/index.ts";
import type { ReleaseImage, Target } from "../ports/target.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { Ground } from "./connect.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Makes the image on the server, or fetches it. */
export async function build(
  deploy: DeployContext,
  { ground, source }: { ground: { target: Target; observed: Ground["observed"] }; source: FetchedSource | undefined },
): Promise<ReleaseImage> {
  const { payload, journal, log, release, secrets, signal } = deploy;
  const { reuseImage, spec } = payload;
  if (reuseImage !== null) {
    journal.skip(deployStep.build, "the image of an earlier deployment is used");
    // Whose image it is was told to the release that ran it first.
    const earlier = ground.observed.find(({ image, imageOrigin }) => image === reuseImage && imageOrigin !== undefined);
    return { imageId: reuseImage, origin: earlier?.imageOrigin };
  }
  return journal.step(deployStep.build, async (note) => {
    const warn = (sentence: string) => {
      log.say(`Warning: ${sentence}`);
      deploy.warnings.push(sentence);
    };
    const request = { spec, release, secrets, source, log, warn, signal };
    const built = await journal.effect("image", async () => {
      const pulled =
        payload.pushed === null ? undefined : await pull(deploy, { target: ground.target, image: payload.pushed });
      return pulled ?? ground.target.build(request);
    });
    note(built.imageId.slice("sha256:".length, "sha256:".length + 12));
    return built;
  });
}

/** Two builds of one commit are two images: what another server built and tried is what runs here too. */
async function pull(
  { release, secrets, log, signal }: DeployContext,
  { target, image }: { target: Target; image: string },
): Promise<ReleaseImage | undefined> {
  const pulled = await target.pullPushed({ image, login: secrets.push, release, log, signal });
  return pulled && { ...pulled, isPushed: true };
}
