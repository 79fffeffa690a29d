import type { RegistryLine } from "../../contract/index.ts";
import { parseImageReference } from "../build/image-reference.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { accessOf } from "./access.ts";
import { type Asker, findRegistry } from "./ask-registry.ts";
import { challengeIn, headOf, type Trying } from "./head-of.ts";
import { judgeSaid } from "./judge-said.ts";
import type { RegistryCheck } from "./registry-check.ts";
import type { RegistrySaid } from "./registry-said.ts";
import { signIn } from "./sign-in.ts";

/** Tries a login where the Docker of this server would: by the same way, trusting the same authorities. Nothing is pulled or pushed. */
export async function checkRegistry(host: DockerHost, check: RegistryCheck): Promise<RegistryLine[]> {
  const { registry, login, pull, push, signal, ...timing } = check;
  const access = await accessOf(host, registry);
  const { asker, first } = await findRegistry(host, { access, signal, ...timing });
  const judged = (said: RegistrySaid, tried: { name: RegistryLine["name"]; image?: string }) =>
    judgeSaid(said, { ...tried, registry, username: login.username, nowMs: Date.now() });
  const challenge = challengeIn(first);
  const taken = judged(challenge === undefined ? first : await tryLogin(asker, { login, challenge }), {
    name: "login",
  });
  if (taken.state !== "ok") return [taken];
  const tries = [
    ...(pull === null ? [] : [{ name: "pull" as const, image: pull, ask: headOf }]),
    ...(push === null ? [] : [{ name: "push" as const, image: push, ask: tryPush }]),
  ];
  const lines = [taken];
  for (const { name, image, ask } of tries)
    lines.push(judged(await ask(asker, { login, challenge, image }), { name, image }));
  return lines;
}

async function tryLogin(asker: Asker, { login, challenge }: Omit<Trying, "image">): Promise<RegistrySaid> {
  const signedIn = await signIn(asker, { login, challenge });
  if (signedIn.kind === "not") return signedIn.said;
  return asker.ask({ url: asker.base, method: "GET", authorization: signedIn.sent });
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
