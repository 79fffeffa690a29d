import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

type Answer = { kind: "answers"; status: number; body: string; headers?: Record<string, string> };
type Behaviour = { kind: "takes" } | { kind: "silent" } | Answer;

export type MailAsked = { path: string; headers: Headers; body: Record<string, unknown> };

const refusal = (statusCode: number, [name, message]: readonly [string, string]): Answer => ({
  kind: "answers",
  status: statusCode,
  body: JSON.stringify({ statusCode, name, message }),
});

/** How Resend's API answers when it does not take a mail. */
export const refusals = {
  key: refusal(401, ["validation_error", "API key is invalid"]),
  domain: refusal(403, ["validation_error", "The fairlead.test domain is not verified."]),
  otherMail: refusal(409, [
    "invalid_idempotent_request",
    "Same idempotency key used with a different request payload.",
  ]),
  twice: refusal(409, [
    "concurrent_idempotent_requests",
    "Same idempotency key used while original request is running.",
  ]),
  address: refusal(422, ["validation_error", "Invalid `to` field. The email address needs to follow the format."]),
  quota: refusal(429, ["daily_quota_exceeded", "You have reached your daily email sending quota."]),
  fault: refusal(500, ["application_error", "An unexpected error occurred."]),
} satisfies Record<string, Answer>;

export const tooMany = (seconds: number): Answer => ({
  kind: "answers",
  status: 429,
  headers: { "retry-after": String(seconds) },
  body: JSON.stringify({ statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." }),
});

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

/** An HTTP server that stands for Resend: takes every mail of a key until told otherwise, and a repeated key once. */
export async function startResend({ apiKey = "re_key" }: { apiKey?: string } = {}) {
  const asked: MailAsked[] = [];
  const taken = new Map<string, Record<string, unknown>>();
  let behaviour: Behaviour = { kind: "takes" };
  const say = (response: ServerResponse, { status, body, headers }: Answer) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  const server = createServer(async (request, response) => {
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const body: Record<string, unknown> = JSON.parse(await read(request));
    asked.push({ path: `${request.method} ${request.url}`, headers, body });
    if (behaviour.kind === "silent") return;
    if (behaviour.kind === "answers") return say(response, behaviour);
    if (headers.get("authorization") !== `Bearer ${apiKey}`) return say(response, refusals.key);
    const key = headers.get("idempotency-key") ?? `none-${asked.length}`;
    taken.set(key, body);
    say(response, { kind: "answers", status: 200, body: JSON.stringify({ id: `mail-of-${key}` }) });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    /** What reached a mailbox. */
    mails: () => [...taken.values()],
    answer: (next: Behaviour) => {
      behaviour = next;
    },
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
