import { withoutTrailing } from "@fairlead/runner/contract";
import type { Deps, EgressAnswer } from "../kit/deps.ts";
import { redirectedTo } from "../rules/moved-repository.ts";
import { isUnderBase } from "../rules/repository-url.ts";
import { flushPacket, packet, readPackets } from "./pkt-line.ts";

export type HeadsQuestion = {
  /** https URL of the repository, without credentials. */
  url: string;
  refs: readonly string[];
  credentials: { user: string; token: string } | null;
  /** No admin set the address up. */
  onlyPublic: boolean;
  /** Address that the credentials are given for; whoever is sent away from under it stays. */
  under?: string | null;
};
/**
 * `unknown`: the forge could not be asked, with the reason; `isSilent`: it did not answer at all. `movedTo`: where it says that the
 * repository is, which is too far to go by oneself.
 */
export type Unknown = { kind: "unknown"; reason: string; isSilent: boolean; movedTo: string | null };
/** A branch that is not among the heads does not exist. `movedTo`: where the repository is for good by the forge's word. */
export type HeadsAnswer = { kind: "known"; heads: ReadonlyMap<string, string>; movedTo: string | null } | Unknown;
/** `head` null: the branch does not exist. */
export type HeadAnswer = { kind: "known"; head: string | null } | Unknown;

const caps = { timeoutMs: 5_000, maxBytes: 4 * 1024 * 1024 };
const unknown = (reason: string): Unknown => ({ kind: "unknown", reason, isSilent: false, movedTo: null });

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
    const { base, answer, movedTo, isTooFar } = await advertise(egress, question);
    if (isTooFar)
      return { ...unknown(`The forge says that the repository is at ${movedTo} now. Enter that address.`), movedTo };
    if (answer.status === 401 || answer.status === 403)
      return unknown(
        `The forge refused to tell the head of ${refs} (HTTP ${answer.status}): check the token of the source.`,
      );
    if (answer.status !== 200)
      return unknown(`The forge answered HTTP ${answer.status} when asked for the head of ${refs}.`);
    const lines = readPackets(answer.bytes);
    if (!lines.includes("version 2")) return { kind: "known", movedTo, heads: findRefs(lines, question.refs) };
    const listed = await listRefs(egress, { ...question, url: base });
    if (listed.status !== 200)
      return unknown(`The forge answered HTTP ${listed.status} when asked for the head of ${refs}.`);
    return { kind: "known", movedTo, heads: findRefs(readPackets(listed.bytes), question.refs) };
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    const reason = `The forge could not be asked for the head of ${refs}: ${why}`;
    return { kind: "unknown", reason, isSilent: true, movedTo: null };
  }
}

type Egress = Deps["egress"];

type Advertised = { base: string; answer: EgressAnswer; movedTo: string | null; isTooFar: boolean };

const mostRedirects = 3;

/**
 * Follows where the forge says that a repository is, on its own host and under the address that the credentials are for: a redirect leads
 * nobody else to them, and nobody to another host.
 */
async function advertise(egress: Egress, question: HeadsQuestion): Promise<Advertised> {
  const first = withoutTrailing(question.url, "/");
  let at: Advertised = {
    base: first,
    answer: await ask(egress, { ...question, url: first }),
    movedTo: null,
    isTooFar: false,
  };
  let isForGood = true;
  for (let hop = 0; hop < mostRedirects && isRedirect(at.answer); hop++) {
    const { status, headers } = at.answer;
    isForGood &&= status === 301 || status === 308;
    const next = redirectedTo(at.base, headers.get("location"));
    const isNear = next?.isNear && (!question.under || isUnderBase(next.base, question.under));
    if (next !== null && !isNear) return { ...at, movedTo: next.base, isTooFar: true };
    // What says nothing of use may still know the repository by the address that ends in .git.
    const base = next?.base ?? `${at.base}.git`;
    if (next === null && at.base.endsWith(".git")) return at;
    const movedTo = isForGood && next !== null ? base : at.movedTo;
    at = { base, answer: await ask(egress, { ...question, url: base }), movedTo, isTooFar: false };
  }
  return at;
}

const isRedirect = ({ status }: EgressAnswer) => status >= 300 && status <= 399;

const ask = (egress: Egress, question: HeadsQuestion) =>
  egress(`${question.url}/info/refs?service=git-upload-pack`, {
    method: "GET",
    headers: headersOf(question),
    onlyPublic: question.onlyPublic,
    ...caps,
  });

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
