import * as v from "valibot";
import { ImageDigest, type RegistryLine, registryOf } from "../../contract/index.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { accessOf } from "./access.ts";
import { findRegistry } from "./ask-registry.ts";
import { challengeIn, headOf } from "./head-of.ts";
import { judgeSaid } from "./judge-said.ts";
import type { DigestQuestion, ReadDigest } from "./registry-check.ts";
import type { RegistrySaid } from "./registry-said.ts";

/** Which image a tag leads to now. The registry is asked for the head of it, which counts as no download. */
export async function readDigest(
  host: DockerHost,
  { image, login, signal, ...timing }: DigestQuestion,
): Promise<ReadDigest> {
  const registry = registryOf(image);
  const access = await accessOf(host, registry);
  const { asker, first } = await findRegistry(host, { access, signal, ...timing });
  const challenge = challengeIn(first);
  const isFound = challenge !== undefined || (first.kind === "answer" && first.status === 200);
  const said = isFound ? await headOf(asker, { login, challenge, image }) : first;
  const digest = digestIn(said);
  if (digest !== null) return { digest, trouble: null };
  if (said.kind === "answer" && said.status === 200) return { digest, trouble: withoutDigest(registry, image) };
  return { digest, trouble: login === null && isDenied(said) ? withoutLogin(registry, image) : judged() };

  function judged(): RegistryLine {
    const username = login?.username ?? "whoever has no login";
    return judgeSaid(said, { name: isFound ? "pull" : "login", registry, username, image, nowMs: Date.now() });
  }
}

function digestIn(said: RegistrySaid): string | null {
  const told = said.kind === "answer" && said.status === 200 ? said.headers["docker-content-digest"] : undefined;
  return v.is(ImageDigest, told) ? told : null;
}

const isDenied = (said: RegistrySaid) => said.kind === "answer" && (said.status === 401 || said.status === 403);

const withoutDigest = (registry: string, image: string): RegistryLine => ({
  name: "pull",
  state: "failing",
  sentence: `${registry} does not say which image ${image} is now.`,
  nextAction: "It answers without the header Docker-Content-Digest: a proxy before it may take that away.",
  retryAfterSeconds: null,
});

const withoutLogin = (registry: string, image: string): RegistryLine => ({
  name: "pull",
  state: "denied",
  sentence: `${registry} does not give ${image} without a login.`,
  nextAction: "Check the image's name; if it is private, an admin enters a login under Settings, Registries.",
  retryAfterSeconds: null,
});
