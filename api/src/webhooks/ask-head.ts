import { withoutTrailing } from "@fairlead/runner/contract";
import type { Deps } from "../deps.ts";
import { flushPacket, packet, readPackets } from "./pkt-line.ts";

export type HeadQuestion = {
  /** https URL of the repository, without credentials. */
  url: string;
  ref: string;
  credentials: { user: string; token: string } | null;
};
/** `unknown`: the forge could not be asked, with the reason. `head` null: the branch does not exist. */
export type HeadAnswer = { kind: "known"; head: string | null } | { kind: "unknown"; reason: string };

const caps = { timeoutMs: 5_000, maxBytes: 4 * 1024 * 1024 };
const unknown = (reason: string): HeadAnswer => ({ kind: "unknown", reason });

/** Asks a git server over smart HTTP for the head of one branch: two small requests with protocol v2, whatever the repository's size. */
export async function askHead({ egress }: Pick<Deps, "egress">, question: HeadQuestion): Promise<HeadAnswer> {
  const { ref } = question;
  try {
    const { base, answer } = await advertise(egress, question);
    if (answer.status === 401 || answer.status === 403)
      return unknown(
        `The forge refused to tell the head of ${ref} (HTTP ${answer.status}): check the token of the source.`,
      );
    if (answer.status !== 200)
      return unknown(`The forge answered HTTP ${answer.status} when asked for the head of ${ref}.`);
    const lines = readPackets(answer.bytes);
    if (!lines.includes("version 2")) return { kind: "known", head: findRef(lines, ref) };
    const listed = await listRefs(egress, { ...question, url: base });
    if (listed.status !== 200)
      return unknown(`The forge answered HTTP ${listed.status} when asked for the head of ${ref}.`);
    return { kind: "known", head: findRef(readPackets(listed.bytes), ref) };
  } catch (error) {
    return unknown(
      `The forge could not be asked for the head of ${ref}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

type Egress = Deps["egress"];

async function advertise(egress: Egress, question: HeadQuestion) {
  const ask = (base: string) =>
    egress(`${base}/info/refs?service=git-upload-pack`, { method: "GET", headers: headersOf(question), ...caps });
  const base = withoutTrailing(question.url, "/");
  const answer = await ask(base);
  // GitLab moves to the address that ends in .git; no redirect is ever followed to where an answer points.
  if (answer.status < 300 || answer.status > 399 || base.endsWith(".git")) return { base, answer };
  return { base: `${base}.git`, answer: await ask(`${base}.git`) };
}

const listRefs = (egress: Egress, question: HeadQuestion) =>
  egress(`${question.url}/git-upload-pack`, {
    method: "POST",
    headers: {
      ...headersOf(question),
      "Content-Type": "application/x-git-upload-pack-request",
      Accept: "application/x-git-upload-pack-result",
    },
    body: `${packet("command=ls-refs\n")}0001${packet(`ref-prefix refs/heads/${question.ref}\n`)}${flushPacket}`,
    ...caps,
  });

function headersOf({ credentials }: HeadQuestion): Record<string, string> {
  const common = { "Git-Protocol": "version=2", "User-Agent": "git/fairlead" };
  if (!credentials) return common;
  const { user, token } = credentials;
  const bytes = new TextEncoder().encode(`${user}:${token}`);
  return { ...common, Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

/** `<id> refs/heads/<ref>`; the first line of an old server carries its capabilities behind a NUL. */
function findRef(lines: readonly string[], ref: string): string | null {
  for (const line of lines) {
    const match = line.match(/^([0-9a-f]{40}(?:[0-9a-f]{24})?) ([^\0\n]+)/);
    if (match?.[2] === `refs/heads/${ref}`) return match[1] ?? null;
  }
  return null;
}
