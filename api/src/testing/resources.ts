import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/permissions.ts";
import { createEnrolment } from "../runners/create-enrolment.ts";
import { enrolRunner } from "../runners/enrol-runner.ts";
import { createServer } from "../servers/create-server.ts";
import { getServerRow } from "../servers/servers.store.ts";

export const aPublicKey = `ssh-ed25519 ${"A".repeat(68)} fairlead-runner`;

/** An enrolled runner of the actor's team. */
export async function aRunner(deps: Deps, actor: Actor, { name = "harbour-1" } = {}) {
  const { token } = await createEnrolment(deps, actor);
  const { runner, credential } = await enrolRunner(deps, {
    token,
    name,
    sshPublicKey: aPublicKey,
    version: "0.1.0",
    platform: "linux-x64",
  });
  return { id: runner, credential };
}

const serverDefaults = {
  proxy: "caddy",
  acmeEmail: null,
  acmeDirectory: null,
  acmeTrustedRoots: null,
  httpProxy: null,
  httpsProxy: null,
  noProxy: "",
  buildConcurrency: 1,
} as const;

/** A server over SSH with a runner of its own unless one is given; its first check is queued. */
export async function aServer(
  deps: Deps,
  actor: Actor,
  given: { runnerId?: string; host?: string; proxy?: "caddy" | "none" } = {},
) {
  const runnerId = given.runnerId ?? (await aRunner(deps, actor)).id;
  const { id } = await createServer(deps, actor, {
    kind: "ssh",
    name: "web-1",
    host: given.host ?? "203.0.113.7",
    port: 22,
    user: "root",
    runnerId,
    ...serverDefaults,
    ...(given.proxy ? { proxy: given.proxy } : {}),
  });
  return getServerRow(deps.db, actor.teamId, id);
}
