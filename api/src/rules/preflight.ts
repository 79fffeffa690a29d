import { conflict } from "./errors.ts";
import { nounOf } from "./resource-words.ts";
import { type Reach, refusesCredential } from "./source-reach.ts";

/** One of its servers, and whether anything may be asked of what runs there. */
export type Operable = {
  /** Of the resource. */
  id: string;
  state: string;
  server: { name: string; runnerId: string };
  runner: { name: string; revokedAt: number | null };
};
export type Deployable = Operable & {
  repositoryUrl: string | null;
  image: string | null;
  source:
    | (Reach & {
        deployKeyPublic: string | null;
        deployKeyRunnerId: string | null;
        token: string | null;
      })
    | null;
};

/** What would make a deployment fail for certain is refused before it is queued, with what to do about it. */
export function checkDeployable({ repositoryUrl, image, source, ...of }: Deployable): void {
  checkOperable(of);
  const { server, runner } = of;
  if (repositoryUrl === null && image === null)
    throw conflict("application.no_origin", "Give it a repository or an image first.");
  if (repositoryUrl === null || source === null) return;
  if (source.auth === "token" && source.token === null)
    throw conflict("source.no_token", "The source has no token yet. Add one to the source first.");
  const stranger = refusesCredential(source, repositoryUrl);
  if (stranger !== undefined)
    throw conflict(
      "source.elsewhere",
      `The repository ${repositoryUrl} ${stranger}. Give it a repository of the source, or another source.`,
    );
  if (source.auth !== "deploy-key") return;
  if (source.deployKeyPublic === null)
    throw conflict(
      "source.no_deploy_key",
      "The source's deploy key is not made yet. Make it, and add it to the repository.",
    );
  if (source.deployKeyRunnerId !== server.runnerId)
    throw conflict(
      "source.deploy_key_elsewhere",
      `The source's deploy key is held by another runner than the one of server ${server.name}. Make the key on runner ${runner.name}.`,
    );
}

/** A place of a resource, as it is judged here. */
export const operableAt = (place: {
  name: string;
  runnerId: string;
  runnerName: string;
  runnerRevokedAt: number | null;
}) => ({
  server: { name: place.name, runnerId: place.runnerId },
  runner: { name: place.runnerName, revokedAt: place.runnerRevokedAt },
});

/** What would make anything that is asked of a release fail for certain. */
export function checkOperable({ id, state, server, runner }: Operable): void {
  if (state === "removing") throw conflict("resource.removing", `This ${nounOf(id)} is being removed.`);
  if (runner.revokedAt !== null)
    throw conflict(
      "runner.revoked",
      `Runner ${runner.name} of server ${server.name} was revoked. Give the server another one.`,
    );
}
