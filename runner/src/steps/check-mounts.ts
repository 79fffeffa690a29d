import { StepFailed } from "../outcome.ts";
import { judgeMounts } from "../plan/judge-mounts.ts";
import type { StartRequest } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Ends a deployment whose mounts would hide, empty or change what is kept, while the version before still serves. */
export async function checkMounts(
  { payload, release }: DeployContext,
  { target, request }: { target: Target; request: StartRequest },
): Promise<void> {
  const settings = payload.spec.container;
  if (settings.mounts.length === 0) return;
  const { volumes } = target.driver;
  if (!volumes) throw new StepFailed(keepsNothing);
  const [image, seen] = await Promise.all([
    volumes.inspectImage(request.image),
    volumes.see(payload.volumes.map(({ dockerName }) => dockerName)),
  ]);
  const cause = judgeMounts({ settings, team: release.team, volumes: payload.volumes, seen, image, env: request.env });
  if (cause) throw new StepFailed(cause);
}

const keepsNothing = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "This server keeps no volumes, so the container would run without its data.",
  evidence: [],
  nextAction: "Take the volumes away, or run it on a server with Docker.",
};
