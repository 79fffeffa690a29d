import { deployStep } from "../../contract/index.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Brings the commit to the runner. undefined: this deployment needs no source. */
export async function fetch(deploy: DeployContext): Promise<FetchedSource | undefined> {
  const { payload, journal, log, signal } = deploy;
  if (payload.reuseImage !== null) {
    journal.skip(deployStep.fetch, "the image of an earlier deployment is used");
    return undefined;
  }
  if (payload.spec.source.kind === "image") {
    journal.skip(deployStep.fetch, "it is an image");
    return undefined;
  }
  return journal.step(deployStep.fetch, async (note) => {
    const source = await journal.effect("mirror", () => deploy.fetchSource(signal));
    const { commit } = source;
    note(`${commit.sha.slice(0, 12)} ${commit.subject}`, commit);
    log.say(`Commit ${commit.sha} by ${commit.author}: ${commit.subject}`);
    return source;
  });
}
