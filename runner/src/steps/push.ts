import { deployStep, registryOf } from "../../contract/index.ts";
import { explainSlowPush } from "../build/push-failures.ts";
import { StepFailed } from "../outcome.ts";
import type { ReleaseImage, Target } from "../ports/target.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Layers are told of as they go, so that this much silence is a registry that does not take them. */
const silentMinutes = 5;

/** Brings the image to the registry of the application's settings, before anything of it runs. */
export async function push(
  deploy: DeployContext,
  { target, image, source }: { target: Target; image: ReleaseImage; source: FetchedSource | undefined },
): Promise<void> {
  const { payload, journal, log, secrets } = deploy;
  const wanted = payload.spec.push;
  if (wanted === null) return journal.skip(deployStep.push, "its image stays on its servers");
  if (payload.reuseImage !== null) return journal.skip(deployStep.push, "it was pushed when this image was new");
  if (image.isPushed) return journal.skip(deployStep.push, "another server pushed it");
  const { push: login } = secrets;
  if (!source || login === null) throw new StepFailed(noLogin);
  const { repository, tag } = wanted;
  const tags = [source.commit.sha, ...(tag === null ? [] : [tag])];
  await journal.step(deployStep.push, async (note) => {
    log.say(`Pushing to ${repository} as ${tags.join(" and ")}.`);
    await journal.effect("push", () =>
      untilSilent(deploy, {
        work: ({ onHeard, signal }) =>
          target.push({ imageId: image.imageId, repository, tags, login, onHeard, signal }),
        late: () => new StepFailed(explainSlowPush(silentMinutes, askedOf(repository, login.username))),
      }),
    );
    note(`${repository}:${tags[0]?.slice(0, 12)}`);
  });
}

const askedOf = (repository: string, username: string) => ({
  registry: registryOf(repository),
  repository,
  username,
});

type Watched = {
  work: (given: { onHeard: () => void; signal: AbortSignal }) => Promise<void>;
  late: () => Error;
};

/** Ends the work once nothing was heard of it for too long. */
async function untilSilent({ clock, signal }: DeployContext, { work, late }: Watched): Promise<void> {
  const stop = new AbortController();
  let heardAt = clock.monotonic();
  const watch = async () => {
    for (;;) {
      const leftMs = heardAt + silentMinutes * 60_000 - clock.monotonic();
      if (leftMs <= 0) throw late();
      await clock.sleep(leftMs, AbortSignal.any([signal, stop.signal]));
    }
  };
  const onHeard = () => {
    heardAt = clock.monotonic();
  };
  const watching = watch();
  watching.catch(() => undefined);
  try {
    await Promise.race([work({ onHeard, signal: AbortSignal.any([signal, stop.signal]) }), watching]);
  } finally {
    stop.abort();
  }
}

const noLogin = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "The image was to be pushed, and there is no login of its registry or no commit to name it by.",
  evidence: [],
  nextAction: "Choose the login again in the application's settings, save, and deploy again.",
};
