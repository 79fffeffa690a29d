import { parseImageReference } from "../build/image-reference.ts";
import type { Asker } from "./ask-registry.ts";
import type { Login } from "./registry-check.ts";
import type { RegistrySaid } from "./registry-said.ts";
import { signIn } from "./sign-in.ts";

export type Trying = { login: Login | null; challenge: string | undefined; image: string };

/** How the first answer asks to sign in. */
export const challengeIn = (said: RegistrySaid) =>
  said.kind === "answer" && said.status === 401 ? said.headers["www-authenticate"] : undefined;

const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Asks for the head of the image: registries count that as no download. */
export async function headOf(asker: Asker, { login, challenge, image }: Trying): Promise<RegistrySaid> {
  const { path, tag = "latest", digest } = parseImageReference(image);
  const signedIn = await signIn(asker, { login, challenge, scope: `repository:${path}:pull` });
  if (signedIn.kind === "not") return signedIn.said;
  const url = new URL(`${path}/manifests/${digest ?? tag}`, asker.base);
  return asker.ask({ url, method: "HEAD", authorization: signedIn.sent, accept: manifests });
}
