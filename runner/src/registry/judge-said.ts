// pure

import type { RegistryLine } from "../../contract/jobs/check-registry.ts";
import { presetOf, type RegistryState, type RegistryTry } from "../../contract/words/registries.ts";
import type { RegistryAnswer, RegistrySaid, Trouble } from "./registry-said.ts";

type Tried = {
  name: RegistryTry;
  registry: string;
  username: string;
  /** What was asked for, of a pull or a push. */
  image?: string | undefined;
};

type Finding = { state: RegistryState; sentence: string; nextAction: string | null; retryAfterSeconds?: number | null };
const toLine = (name: RegistryTry, { retryAfterSeconds = null, ...finding }: Finding): RegistryLine => ({
  name,
  ...finding,
  sentence: finding.sentence.slice(0, 500),
  nextAction: finding.nextAction?.slice(0, 500) ?? null,
  retryAfterSeconds,
});

/** What one answer says of a login, a pull or a push. */
export function judgeSaid(said: RegistrySaid, { nowMs, ...tried }: Tried & { nowMs: number }): RegistryLine {
  const { name } = tried;
  if (said.kind === "trouble") return toLine(name, inTrouble(said, tried));
  const general = judgeStatus(said, { tried, nowMs });
  return toLine(name, general ?? (name === "login" ? judgeLogin(said, tried) : judgeImage(said, tried)));
}

const troubles: Record<
  Trouble,
  { state: RegistryState; says: (registry: string, detail: string) => [string, string] }
> = {
  slow: {
    state: "slow",
    says: (registry, detail) => [
      `${registry} did not answer within ${detail}.`,
      "See whether the registry is up and the server's firewall lets it out; then try again.",
    ],
  },
  unreachable: {
    state: "unreachable",
    says: (registry) => [
      `Nobody answers at ${registry}, or the server knows no host of that name.`,
      "Check how the address is written, the server's DNS, and that the registry runs.",
    ],
  },
  "unknown-name": {
    state: "unreachable",
    says: (registry) => [
      `The server finds no host with the registry's name: ${registry}.`,
      "Check how the address is written, and the server's DNS.",
    ],
  },
  untrusted: {
    state: "untrusted",
    says: (registry) => [
      `The server does not trust the certificate of ${registry}: nobody it knows has signed it.`,
      `Put the certificate of its authority on the server, as /etc/docker/certs.d/${registry}/ca.crt`,
    ],
  },
  outdated: {
    state: "untrusted",
    says: (registry) => [
      `The certificate of ${registry} has ended, or is not valid yet.`,
      "Renew it at the registry, and check the clocks of both.",
    ],
  },
  "other-name": {
    state: "untrusted",
    says: (registry) => [
      `The certificate that is shown at ${registry} is another host's.`,
      "Check how the address is written; if it is right, give the registry a certificate of this name.",
    ],
  },
  "plain-http": {
    state: "plain-http",
    says: (registry) => [
      `${registry} speaks plain http, and Docker asks for https.`,
      "Give it a certificate, or name it under insecure-registries in /etc/docker/daemon.json on the server and restart Docker.",
    ],
  },
  broken: {
    state: "failing",
    says: (registry, detail) => [
      `The connection with ${registry} broke (${detail}).`,
      "Try again; if it stays so, look at the registry's own log.",
    ],
  },
  forbidden: {
    state: "not-a-registry",
    says: (registry) => [
      `${registry} names an address for its tokens that no password is sent to.`,
      "Its tokens have to be given out over https. Check the address, and the registry's settings.",
    ],
  },
};

function inTrouble({ trouble, detail }: Extract<RegistrySaid, { kind: "trouble" }>, { registry }: Tried): Finding {
  const { state, says } = troubles[trouble];
  const [sentence, nextAction] = says(registry, detail);
  return { state, sentence, nextAction };
}

type Judging = { tried: Tried; nowMs: number };

/** What means the same whatever was tried. */
function judgeStatus(said: RegistryAnswer, { tried, nowMs }: Judging): Finding | undefined {
  const { registry } = tried;
  const { status, headers } = said;
  if (status === 429 || codesIn(said.body).includes("toomanyrequests"))
    return {
      state: "rate-limited",
      sentence: `${registry} takes no more requests for now.`,
      nextAction: "Try again later. Whether the login is right was not learnt.",
      retryAfterSeconds: retryAfter(headers["retry-after"], nowMs),
    };
  if (status >= 500)
    return {
      state: "failing",
      sentence: `${registry} fails: it answers with HTTP ${status}.`,
      nextAction: "Look at its status page or its log, and try again later.",
    };
  return undefined;
}

function judgeLogin({ status, headers, body }: RegistryAnswer, { registry, username }: Tried): Finding {
  if (status === 200 && isOfRegistry({ headers }))
    return { state: "ok", sentence: `${registry} takes the login of ${username}.`, nextAction: null };
  if (status === 401 || status === 403 || status === 400) return judgeRefusal(body, { registry, username });
  return {
    state: "not-a-registry",
    sentence: `What answers at ${registry} does not speak as a registry does (HTTP ${status}).`,
    nextAction: "Check the address: it is what stands before an image's name, often another host than the website's.",
  };
}

function judgeRefusal(body: string, { registry, username }: Pick<Tried, "registry" | "username">): Finding {
  const preset = presetOf(registry);
  const again = preset ? `Enter ${preset.secret} (${preset.made}).` : "Enter the password or token again.";
  if (codesIn(body).includes("expired"))
    return {
      state: "expired",
      sentence: `The password or token of ${username} at ${registry} has ended.${heldFor(preset?.endsAfterHours)}`,
      nextAction: again,
    };
  return {
    state: "refused",
    sentence: `${registry} refuses the login of ${username}: the user name, password or token is wrong, or has ended.${heldFor(preset?.endsAfterHours)}`,
    nextAction: again,
  };
}

const heldFor = (hours: number | undefined) =>
  hours === undefined ? "" : ` One of this registry holds ${hours} hours.`;

function judgeImage({ status }: RegistryAnswer, { name, registry, username, image = "" }: Tried): Finding {
  const isPull = name === "pull";
  if (status === (isPull ? 200 : 202))
    return {
      state: "ok",
      sentence: isPull ? `${username} may pull ${image}.` : `${username} may push to ${image}.`,
      nextAction: null,
    };
  if (status === 404)
    return {
      state: "missing",
      sentence: isPull
        ? `${registry} has no image ${image}, or does not show it to ${username}.`
        : `${registry} has no repository ${image} to push to.`,
      nextAction: isPull ? "Check its name and tag, and the rights of that user." : "Make the repository there first.",
    };
  return {
    state: "denied",
    sentence: `${registry} takes the login of ${username}, and does not let it ${isPull ? "pull" : "push to"} ${image} (HTTP ${status}).`,
    nextAction: `Give ${username} the right to ${isPull ? "pull it" : "push there"}, at the registry.`,
  };
}

/** Every registry says so, or answers in JSON; a website does neither. */
const isOfRegistry = ({ headers }: Pick<RegistryAnswer, "headers">) =>
  headers["docker-distribution-api-version"] !== undefined ||
  (headers["content-type"] ?? "application/json").includes("json");

/** The words of an error that mean something here. None of them is shown: who answers may not be a registry. */
function codesIn(body: string): ("expired" | "toomanyrequests")[] {
  const text = body.slice(0, 4_096).toLowerCase();
  return (["expired", "toomanyrequests"] as const).filter((word) => text.includes(word));
}

const aYear = 31_536_000;

/** In seconds, or as a date. */
function retryAfter(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  const told = Number.isFinite(seconds) ? seconds : (Date.parse(header) - nowMs) / 1_000;
  return Number.isFinite(told) ? Math.min(Math.max(Math.ceil(told), 0), aYear) : null;
}
