import { withoutTrailing } from "@fairlead/runner/contract";
import type { Deps } from "../deps.ts";
import { flushPacket, packet, readPackets } from "./pkt-line.ts";

export type HeadsQuestion = {
  /** https URL of the repository, without credentials. */
  url: string;
  refs: readonly string[];
  credentials: { user: string; token: string } | null;
  /** No admin set the address up. */
  onlyPublic: boolean;
};
/** `unknown`: the forge could not be asked, with the reason; `isSilent`: it did not answer at all. */
export type Unknown = { kind: "unknown"; reason: string; isSilent: boolean };
/** A branch that is not among the heads does not exist. */
export type HeadsAnswer = { kind: "known"; heads: ReadonlyMap<string, string> } | Unknown;
/** `head` null: the branch does not exist. */
export type HeadAnswer = { kind: "known"; head: string | null } | Unknown;

const caps = { timeoutMs: 5_000, maxBytes: 4 * 1024 * 1024 };
const unknown = (reason: string): Unknown => ({ kind: "unknown", reason, isSilent: false });

export async function askHead(
  deps: Pick<Deps, "egress">,
  { ref, ...of }: Omit<HeadsQuestion, "refs"> & { ref: string },
): Promise<HeadAnswer> {
  const answer = await askHeads(deps, { ...of, refs: [ref] });
  return answer.kind === "known" ? { kind: "known", head: answer.heads.get(ref) ?? null } : answer;
}

/** Asks a git server over smart HTTP for the heads of branches: two small requests with protocol v2, whatever the repository's size. */
export async function askHeads({ egress }: Pick<Deps, "egress">, question: HeadsQuestion): Promise<HeadsAnswer> {
  const refs = question.refs.join(", ");
  try {
    const { base, answer } = await advertise(egress, question);
    if (answer.status === 401 || answer.status === 403)
      return unknown(
        `The forge refused to tell the head of ${refs} (HTTP ${answer.status}): check the token of the source.`,
      );
    if (answer.status !== 200)
      return unknown(`The forge answered HTTP ${answer.status} when asked for the head of ${refs}.`);
    const lines = readPackets(answer.bytes);
    if (!lines.includes("version 2")) return { kind: "known", heads: findRefs(lines, question.refs) };
    const listed = await listRefs(egress, { ...question, url: base });
    if (listed.status !== 200)
      return unknown(`The forge answered HTTP ${listed.status} when asked for the head of ${refs}.`);
    return { kind: "known", heads: findRefs(readPackets(listed.bytes), question.refs) };
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    const reason = `The forge could not be asked for the head of ${refs}: ${why}`;
    return { kind: "unknown", reason, isSilent: true };
  }
}

type Egress = Deps["egress"];

async function advertise(egress: Egress, question: HeadsQuestion) {
  const ask = (base: string) =>
    egress(`${base}/info/refs?service=git-upload-pack`, {
      method: "GET",
      headers: headersOf(question),
      onlyPublic: question.onlyPublic,
      ...caps,
    });
  const base = withoutTrailing(question.url, "/");
  const answer = await ask(base);
  // GitLab moves to the address that ends in .git; no redirect is ever followed to where an answer points.
  if (answer.status < 300 || answer.status > 399 || base.endsWith(".git")) return { base, answer };
  return { base: `${base}.git`, answer: await ask(`${base}.git`) };
}

const listRefs = (egress: Egress, question: HeadsQuestion) =>
  egress(`${question.url}/git-upload-pack`, {
    method: "POST",
    headers: {
      ...headersOf(question),
      "Content-Type": "application/x-git-upload-pack-request",
      Accept: "application/x-git-upload-pack-result",
    },
    onlyPublic: question.onlyPublic,
    body: `${packet("command=ls-refs\n")}0001${question.refs.map((ref) => packet(`ref-prefix refs/heads/${ref}\n`)).join("")}${flushPacket}`,
    ...caps,
  });

function headersOf({ credentials }: HeadsQuestion): Record<string, string> {
  const common = { "Git-Protocol": "version=2", "User-Agent": "git/fairlead" };
  if (!credentials) return common;
  const { user, token } = credentials;
  const bytes = new TextEncoder().encode(`${user}:${token}`);
  return { ...common, Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

/** `<id> refs/heads/<ref>`; the first line of an old server carries its capabilities behind a NUL. */
function findRefs(lines: readonly string[], refs: readonly string[]): ReadonlyMap<string, string> {
  const asked = new Map(refs.map((ref) => [`refs/heads/${ref}`, ref]));
  const heads = new Map<string, string>();
  for (const line of lines) {
    const [, sha, name = ""] = line.match(/^([0-9a-f]{40}(?:[0-9a-f]{24})?) ([^\0\n]+)/) ?? [];
    const ref = asked.get(name);
    if (sha && ref !== undefined && !heads.has(ref)) heads.set(ref, sha);
  }
  return heads;
}
