import type { Deps } from "../kit/deps.ts";
import { type Opener, openCredential, WrongAddress } from "../kit/secrets/open-credential.ts";
import { sourceTokenPlace } from "../kit/secrets/secret-places.ts";
import { gitUser } from "../rules/git-user.ts";
import { insideOf } from "../rules/inside-of.ts";
import { partsOf } from "../rules/repository-url.ts";
import { askHeads, type HeadsAnswer, type Unknown } from "./ask-head.ts";
import type { AskedSource } from "./inbox.store.ts";
import { isSilentNow, noteAnswer } from "./silent-forges.ts";

type Question = {
  url: string;
  refs: readonly string[];
  /** Source of the application whose repository it is; null without one. */
  asked: AskedSource | null;
  team: string;
};

const cannot = (reason: string): Unknown => ({ kind: "unknown", reason, isSilent: false, movedTo: null });

/** Asks over https with the source's token, where that is how the repository is reached. */
export async function askForge(deps: Deps, { url, refs, asked, team }: Question): Promise<HeadsAnswer> {
  if (!/^https?:/.test(url)) return cannot("Over ssh only the runner can ask the forge.");
  const host = partsOf(url)?.host ?? "";
  if (isSilentNow(deps, { team, host }))
    return cannot(`${host} did not answer a moment ago and is not asked again so soon.`);
  const credentials = await credentialsOf(deps, { asked, url });
  if (credentials instanceof WrongAddress) return cannot(`${credentials.message} Nothing was asked there.`);
  if (credentials === "damaged")
    return cannot("The stored token of the source does not open: enter it again on the source's page.");
  const onlyPublic = insideOf(asked?.source ?? null, url).length === 0;
  const under = asked?.source.baseUrl ?? null;
  const answer = await askHeads(deps, { url, refs, credentials, onlyPublic, under });
  noteAnswer(deps, { team, host, isSilent: answer.kind === "unknown" && answer.isSilent });
  return answer;
}

async function credentialsOf({ secrets }: Deps, { asked, url }: { asked: AskedSource | null; url: string }) {
  if (asked?.source.auth !== "token" || asked.source.token === null) return null;
  const { source, wrappedKey } = asked;
  const credential = {
    place: sourceTokenPlace(source.id),
    sealed: asked.source.token,
    givenFor: { kind: "source" as const, ...source },
  };
  const open: Opener = (place, sealed) => secrets.open(wrappedKey, { ...place, team: source.teamId }, sealed);
  try {
    return { user: gitUser(source), token: await openCredential(open, credential, { to: url }) };
  } catch (error) {
    return error instanceof WrongAddress ? error : "damaged";
  }
}
