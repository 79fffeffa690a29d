import { createApp } from "../app.ts";
import type { Client } from "../kit/deps.ts";
import { type TestDeps, testDeps } from "./test-deps.ts";
import { refuseManyPieces, writtenPieces } from "./written-pieces.ts";

type Sent = {
  method?: string;
  json?: unknown;
  /** API token; sent as a bearer token. */
  token?: string | undefined;
  /** Cookie header of a signed-in browser; the origin of the instance is sent with it. */
  cookie?: string | undefined;
  team?: string | undefined;
  headers?: Record<string, string>;
  /** Address the home vouches for. */
  ip?: string;
};
export type Answer = { status: number; headers: Headers; body: Record<string, unknown>; text: string; cookie: string };

export const setupCode = "the one-time set-up code";

const headersOf = ({ json, token, cookie, team, headers }: Sent, url: string) => ({
  ...(json === undefined ? {} : { "Content-Type": "application/json" }),
  ...(token ? { Authorization: `Bearer ${token}` } : {}),
  ...(cookie ? { Cookie: cookie, Origin: url } : {}),
  ...(team ? { "X-Fairlead-Team": team } : {}),
  ...headers,
});

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

export type TestApp = {
  deps: TestDeps;
  app: ReturnType<typeof createApp>;
  /** One request through the whole app, as `GET` or, with `json`, as `POST` unless `method` says otherwise. */
  send(path: string, sent?: Sent): Promise<Answer>;
};

/** The real app over a real database. Sessions are made by a library that reads the machine's clock, so ours starts there. */
export async function testApp(change: Partial<TestDeps> = {}): Promise<TestApp> {
  const deps: TestDeps = { ...(await testDeps()), ...change };
  deps.clock.set(Date.now());
  deps.firstStart = { setupCode: () => setupCode, ownerCreated: async () => {}, ...change.firstStart };
  const app = createApp();
  const written = writtenPieces(deps.db.$client);
  const { background } = deps;
  deps.background = (work) => written.apart(() => background(work));
  return {
    deps,
    app,
    send: async (path, sent = {}) => {
      const client: Client = { ip: sent.ip ?? "192.0.2.1", userAgent: "test" };
      const method = sent.method ?? (sent.json === undefined ? "GET" : "POST");
      const body = sent.json === undefined ? undefined : JSON.stringify(sent.json);
      const url = new URL(path, deps.config.url);
      const init = { method, headers: headersOf(sent, deps.config.url), ...(body === undefined ? {} : { body }) };
      const fetched = async () => app.fetch(new Request(url, init), { deps, client });
      const { answer, pieces } = await written.during(fetched);
      refuseManyPieces({ method, path }, pieces);
      await deps.settle();
      const text = await answer.text();
      const cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; ");
      return { status: answer.status, headers: answer.headers, text, body: parsed(text), cookie };
    },
  };
}

export const owner = { email: "owner@fairlead.test", password: "correct horse battery", name: "Ada" };

/** The instance with its first owner: an API token with every scope, and the ids. */
export async function claimedApp(change: Partial<TestDeps> = {}) {
  const world = await testApp(change);
  const { body, status, text } = await world.send("/api/v1/setup", { json: { code: setupCode, ...owner } });
  if (status !== 201) throw new Error(`The set-up was refused: ${text}`);
  const { token, team, user } = body as { token: string; team: { id: string }; user: { id: string } };
  return { ...world, token, teamId: team.id, userId: user.id };
}

/** Signs in through the app and returns the cookie. */
export async function signedIn({ send }: TestApp, pair: { email: string; password: string }): Promise<string> {
  const answer = await send("/api/auth/sign-in/email", { json: { email: pair.email, password: pair.password } });
  if (answer.status !== 200) throw new Error(`The sign-in was refused: ${answer.text}`);
  return answer.cookie;
}
