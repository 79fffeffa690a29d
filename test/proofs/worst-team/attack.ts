import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { githubPush } from "../../../api/src/testing/deliveries.ts";

// A program of its own, so that its load shares no thread with what is measured: a team that does everything at once, as fast as it is
// answered, from "go" to "rest".

export type AttackOrder = {
  url: string;
  headers: Record<string, string>;
  cookie: string;
  /** Webhooks of the team, and the repository that each speaks of. */
  sources: readonly { webhookUrl: string; webhookSecret: string; repository: string }[];
  /** Each gets 1 MiB of variables and is deployed, again and again. */
  applications: readonly string[];
  channel: string;
};
/** Of each kind of call: how often it was answered with which status. */
export type AttackAnswer = Record<string, Record<string, number>>;
export type Word = { go: AttackOrder } | "go" | "rest" | "tell";

const agent = new Agent({ keepAlive: true, maxSockets: 200 });
const counts: AttackAnswer = {};
let isResting = true;
let wake: (() => void)[] = [];
const turn = () => (isResting ? new Promise<void>((go) => wake.push(go)) : Promise.resolve());

type Call = { method: string; path: string; headers?: Record<string, string>; body?: string };
type Said = { status: number; text: string };

function send(url: string, { method, path, headers, body }: Call): Promise<Said> {
  return new Promise((done) => {
    const call = request(new URL(path, url), { method, agent, headers: headers ?? {} });
    call.on("response", async (answer) => {
      const parts: string[] = [];
      for await (const part of answer.setEncoding("utf8")) parts.push(String(part));
      done({ status: answer.statusCode ?? 0, text: parts.join("") });
    });
    call.on("error", () => done({ status: 0, text: "" }));
    call.end(body);
  });
}

function attack({ url, headers: known, cookie, sources, applications, channel }: AttackOrder) {
  const headers = { ...known, "content-type": "application/json" };
  const variables = Array.from({ length: 16 }, (_, i) => ({
    key: `V${i}`,
    value: "x".repeat(65_000),
    isSecret: false,
  }));
  const api = (what: string, call: Call) => counted(what, () => send(url, { ...call, path: `/api/v1${call.path}` }));
  const appOf = (n: number) => `/applications/${applications[n % applications.length]}`;
  endlessly(110, async (n) => {
    const source = sources[n % sources.length];
    if (!source) return;
    const body = githubPush({ after: (n + 1).toString(16).padStart(40, "0"), repository: source.repository });
    const signature = `sha256=${createHmac("sha256", source.webhookSecret).update(body).digest("hex")}`;
    const own = { "x-github-event": "push", "x-github-delivery": randomUUID(), "x-hub-signature-256": signature };
    const call = { method: "POST", path: source.webhookUrl, headers: { ...headers, ...own }, body };
    await counted("push", () => send(url, call));
  });
  endlessly(10, () => api("channel test", { method: "POST", path: `/channels/${channel}/test`, headers }));
  endlessly(4, async (n) => {
    const path = `${appOf(n)}/variables`;
    const { text } = await api("read variables", { method: "GET", path, headers });
    const revision = Number(/"revision":(\d+)\}$/.exec(text)?.[1]);
    await api("save variables", { method: "PUT", path, headers, body: JSON.stringify({ revision, variables }) });
  });
  endlessly(2, (n) => api("deploy", { method: "POST", path: `${appOf(n)}/deployments`, headers, body: "{}" }));
  endlessly(5, (n) => {
    const own = { cookie, origin: url, "content-type": "application/json" };
    return api("team", { method: "POST", path: "/teams", headers: own, body: JSON.stringify({ name: `team ${n}` }) });
  });
  endlessly(10, (n) => {
    const body = JSON.stringify({ email: `p${n % 300}@example.org`, password: "a wrong password" });
    const own = { "content-type": "application/json", "x-client": `2001:db8:1:2::${(n % 65_536).toString(16)}` };
    return counted("sign-in", () => send(url, { method: "POST", path: "/api/auth/sign-in/email", headers: own, body }));
  });
}

function endlessly(workers: number, work: (n: number) => Promise<unknown>) {
  let next = 0;
  for (let i = 0; i < workers; i++)
    void (async () => {
      for (;;) {
        await turn();
        await work(next++);
      }
    })();
}

async function counted(what: string, call: () => Promise<Said>): Promise<Said> {
  const said = await call();
  const of = counts[what] ?? {};
  counts[what] = { ...of, [said.status]: (of[said.status] ?? 0) + 1 };
  return said;
}

process.on("message", (word: Word) => {
  if (word === "tell") return void process.send?.(counts);
  isResting = word === "rest";
  if (word === "rest") return;
  if (word !== "go") attack(word.go);
  for (const go of wake) go();
  wake = [];
});
process.on("disconnect", () => process.exit());
// Until it is told what to do nothing else keeps it.
setInterval(() => undefined, 60_000);
