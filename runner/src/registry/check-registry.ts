import type { RegistryLine } from "../../contract/index.ts";
import { parseImageReference } from "../build/image-reference.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { accessOf } from "./access.ts";
import { type Asker, findRegistry } from "./ask-registry.ts";
import { judgeSaid } from "./judge-said.ts";
import type { Login, RegistryCheck } from "./registry-check.ts";
import type { RegistrySaid } from "./registry-said.ts";
import { signIn } from "./sign-in.ts";

/** Tries a login where the Docker of this server would: by the same way, trusting the same authorities. Nothing is pulled or pushed. */
export async function checkRegistry(host: DockerHost, check: RegistryCheck): Promise<RegistryLine[]> {
  const { registry, login, pull, push, signal, withinMs } = check;
  const access = await accessOf(host, registry);
  const { asker, first } = await findRegistry(host, {
    access,
    signal,
    ...(withinMs === undefined ? {} : { withinMs }),
  });
  const judged = (said: RegistrySaid, tried: { name: RegistryLine["name"]; image?: string }) =>
    judgeSaid(said, { ...tried, registry, username: login.username, nowMs: Date.now() });
  const challenge = challengeIn(first);
  const taken = judged(challenge === undefined ? first : await tryLogin(asker, { login, challenge }), {
    name: "login",
  });
  if (taken.state !== "ok") return [taken];
  const tries = [
    ...(pull === null ? [] : [{ name: "pull" as const, image: pull, ask: tryPull }]),
    ...(push === null ? [] : [{ name: "push" as const, image: push, ask: tryPush }]),
  ];
  const lines = [taken];
  for (const { name, image, ask } of tries)
    lines.push(judged(await ask(asker, { login, challenge, image }), { name, image }));
  return lines;
}

const challengeIn = (said: RegistrySaid) =>
  said.kind === "answer" && said.status === 401 ? said.headers["www-authenticate"] : undefined;

type Trying = { login: Login; challenge: string | undefined; image: string };

async function tryLogin(asker: Asker, { login, challenge }: Omit<Trying, "image">): Promise<RegistrySaid> {
  const signedIn = await signIn(asker, { login, challenge });
  if (signedIn.kind === "not") return signedIn.said;
  return asker.ask({ url: asker.base, method: "GET", authorization: signedIn.sent });
}

const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Asks for the head of the image: registries count that as no download. */
async function tryPull(asker: Asker, { login, challenge, image }: Trying): Promise<RegistrySaid> {
  const { path, tag = "latest", digest } = parseImageReference(image);
  const signedIn = await signIn(asker, { login, challenge, scope: `repository:${path}:pull` });
  if (signedIn.kind === "not") return signedIn.said;
  const url = new URL(`${path}/manifests/${digest ?? tag}`, asker.base);
  return asker.ask({ url, method: "HEAD", authorization: signedIn.sent, accept: manifests });
}

/** Begins an upload and gives it up: nothing is left but what the registry clears away by itself. */
async function tryPush(asker: Asker, { login, challenge, image }: Trying): Promise<RegistrySaid> {
  const { path } = parseImageReference(image);
  const signedIn = await signIn(asker, { login, challenge, scope: `repository:${path}:pull,push` });
  if (signedIn.kind === "not") return signedIn.said;
  const { sent: authorization } = signedIn;
  const begun = await asker.ask({ url: new URL(`${path}/blobs/uploads/`, asker.base), method: "POST", authorization });
  const location = begun.kind === "answer" && begun.status === 202 ? begun.headers.location : undefined;
  const upload =
    location !== undefined && URL.canParse(location, asker.base.href) ? new URL(location, asker.base) : null;
  // An upload somewhere else is left to end by itself: the login is for this registry.
  if (upload?.origin === asker.base.origin) await asker.ask({ url: upload, method: "DELETE", authorization });
  return begun;
}
