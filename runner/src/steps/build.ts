import type { FetchedSource } from "../sources/git-sources.ts";
import type { DeployContext, DeployTarget } from "./deploy-context.ts";

/** Makes the image on the server, or fetches it; resolves with its `sha256:…`. */
export async function build(
  deploy: DeployContext,
  { target, source }: { target: DeployTarget; source: FetchedSource | undefined },
): Promise<string> {
  const { payload, journal, log, release, secrets, signal } = deploy;
  const { reuseImage, spec } = payload;
  if (reuseImage !== null) {
    journal.skip("build", "the image of an earlier deployment is used");
    return reuseImage;
  }
  return journal.step("build", async (note) => {
    const request = { spec, release, secrets, source, log, signal };
    const { imageId } = await journal.effect("image", () => target.build(request));
    note(imageId.slice("sha256:".length, "sha256:".length + 12));
    return imageId;
  });
}
