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
    const built = await journal.effect("image", () => ground.target.build(request));
    note(built.imageId.slice("sha256:".length, "sha256:".length + 12));
    return built;
  });
}
