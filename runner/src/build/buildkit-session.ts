import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { DockerHost } from "../engine/docker-host.ts";
import { DockerAnswered } from "../engine/docker-refusal.ts";
import type { RegistryCredentials } from "./auth-header.ts";
import { services } from "./buildkit-proto.ts";
import { methodsOf, serveUnary } from "./unary-grpc.ts";

export type SessionOffer = {
  /** Values by secret id, for `RUN --mount=type=secret,id=…`. They exist only in the build step that mounts them. */
  secrets: Readonly<Record<string, string>>;
  /** Credentials for pulling base images; undefined: none for that registry. */
  credentialsFor: (registryHost: string) => RegistryCredentials | undefined;
};

export type BuildkitSession = { id: string; close: () => void };

/**
 * Opens the reverse channel over which BuildKit asks us for secrets and registry credentials during a build: an HTTP/2 connection
 * inside the Docker connection on which we are the gRPC server.
 */
export async function openBuildkitSession(
  host: DockerHost,
  options: SessionOffer & { signal?: AbortSignal },
): Promise<BuildkitSession> {
  const id = randomUUID();
  const methods = new Map([
    ...methodsOf(services.secrets, { GetSecret: (ask) => getSecret(options.secrets, ask) }),
    ...methodsOf(services.auth, { Credentials: (ask) => getCredentials(options, ask) }),
    // BuildKit probes the session every few seconds and drops one that does not answer: a build longer than that would then fail
    // with "no active sessions" at its next secret.
    ...methodsOf(services.health, { Check: () => ({ status: 1 }) }),
  ]);
  const answer = await host.dockerRequest({
    method: "POST",
    path: "/session",
    upgrade: "h2c",
    headers: {
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": "fairlead",
      "X-Docker-Expose-Session-Grpc-Method": [...methods.keys()],
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const { stream } = answer;
  if (!stream) {
    answer.response.destroy();
    throw new DockerAnswered(answer.status, `Docker answered ${answer.status} to the build session`);
  }
  stream.on("error", () => undefined);
  return { id, close: serveUnary(stream, methods).close };
}

const SecretQuestion = v.object({ ID: v.string() });
const CredentialsQuestion = v.object({ Host: v.string() });

function getSecret(secrets: SessionOffer["secrets"], ask: unknown): object | undefined {
  const { ID } = v.parse(SecretQuestion, ask);
  const value = Object.hasOwn(secrets, ID) ? secrets[ID] : undefined;
  return value === undefined ? undefined : { data: Buffer.from(value, "utf8") };
}

function getCredentials({ credentialsFor }: SessionOffer, ask: unknown): object {
  const found = credentialsFor(v.parse(CredentialsQuestion, ask).Host);
  return found ? { Username: found.username, Secret: found.password } : {};
}
