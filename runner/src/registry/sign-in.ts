import type { Asker } from "./ask-registry.ts";
import { challengeOf, tokenAddress, tokenIn } from "./challenge.ts";
import type { Login } from "./registry-check.ts";
import type { RegistrySaid } from "./registry-said.ts";

/** `sent`: what the next request carries; undefined where nobody is asked to sign in. `said`: why there is none. */
export type SignedIn = { kind: "signed-in"; sent: string | undefined } | { kind: "not"; said: RegistrySaid };

type SigningIn = { login: Login | null; challenge: string | undefined; scope?: string };

/** Signs in as the registry asked for it. The password goes to the registry, or to the one address that it names for its tokens. */
export async function signIn({ ask, base }: Asker, { login, challenge, scope }: SigningIn): Promise<SignedIn> {
  const basic = login ? `Basic ${Buffer.from(`${login.username}:${login.password}`).toString("base64")}` : undefined;
  const asked = challengeOf(challenge);
  if (asked === undefined) return { kind: "signed-in", sent: undefined };
  if (asked.scheme === "basic") return { kind: "signed-in", sent: basic };
  const isHttpAllowed = base.protocol === "http:";
  const url = tokenAddress(asked, { scope, user: login?.username, isHttpAllowed });
  if (url === undefined) return { kind: "not", said: { kind: "trouble", trouble: "forbidden", detail: "" } };
  const said = await ask({ url, method: "GET", authorization: basic });
  if (said.kind !== "answer" || said.status !== 200) return { kind: "not", said };
  const token = tokenIn(said.body);
  return token === undefined ? { kind: "not", said } : { kind: "signed-in", sent: `Bearer ${token}` };
}
