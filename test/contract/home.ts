import { apiClient } from "../support/api-client.ts";
import { owner, setUp } from "../support/control-plane.ts";

/** A running control plane, whichever home it lives in. */
export type Home = { url: string; setupCode: string; stop(): Promise<void> };

export type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> };
type Sent = { method?: string; json?: unknown; token?: string; cookie?: string; headers?: Record<string, string> };

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** One request over the wire. A cookie comes with our own Origin, as from a page of ours. */
const sender =
  (url: string) =>
  async (path: string, { json, token, cookie, headers, ...sent }: Sent = {}): Promise<Answer> => {
    const method = sent.method ?? (json === undefined ? "GET" : "POST");
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(json === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(cookie ? { Cookie: cookie, Origin: url } : {}),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
  };

export type ClaimedHome = Awaited<ReturnType<typeof claimHome>>;

/** The home with its first owner, and one person of each other role who can sign in. */
export async function claimHome(start: () => Promise<Home>) {
  const home = await start();
  const token = await setUp(home.url, home.setupCode);
  const send = sender(home.url);
  const signIn = async (pair: { email: string; password: string }) => {
    const answer = await send("/api/auth/sign-in/email", { json: { email: pair.email, password: pair.password } });
    if (answer.status !== 200) throw new Error(`sign-in was refused: ${answer.text}`);
    return answer.headers.getSetCookie().join("; ").split(";")[0] ?? "";
  };
  return { ...home, token, send, signIn, owner, api: apiClient(home.url, token) };
}
