export interface FirstOwner {
  email: string;
  password: string;
  name?: string;
}

export interface SetupTarget {
  /** Origin of the running instance. */
  url: string;
  /** The one-time set-up code. */
  code: string;
}

/** Refused or impossible, with a sentence that says what to do. */
export class SetupFailed extends Error {}

/** Makes the first owner on a running instance; returns the API token, which is shown this once. Throws SetupFailed. */
export async function requestSetup({ url, code }: SetupTarget, owner: FirstOwner): Promise<string> {
  const answer = await post(`${url}/api/v1/setup`, { code, ...owner });
  const text = await answer.text();
  const body = parse(text);
  if (!answer.ok) throw new SetupFailed(refusal(answer.status, body));
  const token = field(body, "token");
  if (typeof token !== "string") throw new SetupFailed(`${url} answered, but not as Fairlead does; check the address`);
  return token;
}

async function post(url: string, body: unknown): Promise<Response> {
  try {
    const headers = { "content-type": "application/json" };
    return await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    const { origin } = new URL(url);
    throw new SetupFailed(`Nothing answers at ${origin} (${reason}). Start it with npm start, or name it with --url`);
  }
}

/** The problem document in words: its title, then each field that was refused. */
function refusal(status: number, body: unknown): string {
  const title = field(body, "detail") ?? field(body, "title") ?? `the instance answered ${status}`;
  const errors = field(body, "errors");
  const lines = Array.isArray(errors)
    ? errors.map((each: unknown) => `\n  ${String(field(each, "path"))}: ${String(field(each, "message"))}`)
    : [];
  return `${String(title)}${lines.join("")}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
