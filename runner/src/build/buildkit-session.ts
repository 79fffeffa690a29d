import { randomUUID } from "node:crypto";
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import * as v from "valibot";
import { DockerAnswered } from "../hosts/docker-refusal.ts";
import type { Host } from "../hosts/host.ts";
import { services } from "./buildkit-proto.ts";

export type RegistryCredentials = { username: string; password: string };

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
  host: Host,
  options: SessionOffer & { signal?: AbortSignal },
): Promise<BuildkitSession> {
  const id = randomUUID();
  const server = new Server();
  const offered = [
    offer(server, services.secrets, { GetSecret: unary((ask) => getSecret(options.secrets, ask)) }),
    offer(server, services.auth, { Credentials: unary((ask) => getCredentials(options, ask)) }),
    // BuildKit probes the session every few seconds and drops one that does not answer: a build longer than that would then fail
    // with "no active sessions" at its next secret.
    offer(server, services.health, { Check: unary(() => ({ status: 1 })) }),
  ].flat();
  const answer = await host.dockerRequest({
    method: "POST",
    path: "/session",
    upgrade: "h2c",
    headers: {
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": "fairlead",
      "X-Docker-Expose-Session-Grpc-Method": offered,
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const { stream } = answer;
  if (!stream) {
    answer.response.destroy();
    throw new DockerAnswered(answer.status, `Docker answered ${answer.status} to the build session`);
  }
  stream.on("error", () => undefined);
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(stream);
  return {
    id,
    close: () => {
      server.forceShutdown();
      stream.destroy();
    },
  };
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

/** Adds a service and tells the paths of its methods, which BuildKit must be told beforehand. */
function offer(server: Server, definition: ServiceDefinition, methods: UntypedServiceImplementation): string[] {
  server.addService(definition, methods);
  return Object.values(definition).map(({ path }) => path);
}

type Reply = (error: { code: status; message: string } | null, value?: object) => void;

/** undefined means not found; what throws is answered as a bad question, never thrown into the HTTP/2 server. */
const unary = (answer: (ask: unknown) => object | undefined) => (call: { request: unknown }, reply: Reply) => {
  try {
    const value = answer(call.request);
    if (value) reply(null, value);
    else reply({ code: status.NOT_FOUND, message: "not found" });
  } catch {
    reply({ code: status.INVALID_ARGUMENT, message: "bad request" });
  }
};
