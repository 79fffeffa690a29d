// pure

import { beginningAndEnd, type Cause } from "../../contract/index.ts";
import { firstLine } from "./build-failures.ts";

/** What was pushed where, and with whose login. */
type AskedPush = { registry: string; repository: string; username: string };

type Rule = {
  pattern: RegExp;
  sentence: (asked: AskedPush) => string;
  nextAction: (asked: AskedPush) => string;
};

const again = "then deploy again";
const atLogins = "under Settings, Registries";

// Order matters: a token that has ended is also unauthorized, and a registry that limits may call that a denial.
const rules: readonly Rule[] = [
  {
    pattern: /no space left on device/i,
    sentence: ({ registry }) => `The registry ${registry} or the server has no space left for the image`,
    nextAction: () => "Free space where the words below say that it is missing, then deploy again.",
  },
  {
    pattern: /toomanyrequests|too many requests|rate limit/i,
    sentence: ({ registry }) => `The registry ${registry} takes no more requests for now`,
    nextAction: () => `Wait as long as it asks for, ${again}.`,
  },
  {
    pattern: /quota|413 Request Entity|payload too large|request entity too large/i,
    sentence: ({ registry }) => `The registry ${registry} does not take that much`,
    nextAction: () =>
      `Raise its quota, or the size that a proxy before it lets through, or make the image smaller; ${again}.`,
  },
  {
    pattern: /token.{0,60}\bexpired|expired.{0,60}\btoken/i,
    sentence: ({ registry, username }) =>
      `The registry ${registry} says that the token of its user ${username} has ended`,
    nextAction: ({ registry }) => `An admin enters a new one for ${registry} ${atLogins}; ${again}.`,
  },
  {
    pattern: /immutable|tag .{0,200} already exists|cannot be overwritten/i,
    sentence: ({ registry }) => `The registry ${registry} lets no tag be pushed twice`,
    nextAction: () =>
      "Allow its tags to be changed, or leave the fixed tag out; a commit that is there already needs a new one.",
  },
  {
    pattern: /name unknown|repository .{0,300} (?:not found|does not exist)|NAME_UNKNOWN/i,
    sentence: ({ registry, repository }) => `The registry ${registry} has no repository ${repository}`,
    nextAction: () => `Create it there, or correct its name in the application's settings; ${again}.`,
  },
  {
    pattern: /denied|403 Forbidden|insufficient_scope/i,
    sentence: ({ repository, username }) => `The user ${username} may not push to ${repository}`,
    nextAction: ({ registry, username }) =>
      `Give ${username} the right to write there, at ${registry}, or choose another login in the application's settings; ${again}.`,
  },
  {
    pattern: /unauthorized|authentication required|no basic auth|401 Unauthorized/i,
    sentence: ({ registry, username }) => `The registry ${registry} refuses the login of its user ${username}`,
    nextAction: ({ registry }) =>
      `The password or token is wrong or has ended: an admin enters the one for ${registry} again ${atLogins}; ${again}.`,
  },
  {
    pattern: /server gave HTTP response/i,
    sentence: ({ registry }) => `The registry ${registry} speaks plain http, which Docker does not take`,
    nextAction: () =>
      "Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json on the server and restart Docker there.",
  },
  {
    pattern: /x509: .{0,300}(?:has expired|not yet valid)/i,
    sentence: ({ registry }) => `The certificate of the registry ${registry} is not valid at this time`,
    nextAction: () =>
      "Look whether the server's clock is right (`timedatectl`). If it is, the registry has to renew its certificate.",
  },
  {
    pattern: /x509|certificate signed by unknown authority/i,
    sentence: ({ registry }) => `The server's Docker does not trust the certificate of the registry ${registry}`,
    nextAction: ({ registry }) =>
      `Put the certificate of its authority on the server as /etc/docker/certs.d/${registry}/ca.crt, if it is your own; ${again}.`,
  },
  {
    pattern: /no such host/i,
    sentence: ({ registry }) => `The server finds no host with the name of the registry ${registry}`,
    nextAction: () => "Check how the repository is written in the application's settings, and the DNS of the server.",
  },
  {
    pattern: /\b5\d\d\b/,
    sentence: ({ registry }) => `The registry ${registry} failed`,
    nextAction: () => "Look at the registry's status page, or its log when it is yours, and deploy again later.",
  },
  {
    pattern:
      /dial tcp|i\/o timeout|connection re(?:fused|set)|broken pipe|TLS handshake|context deadline exceeded|EOF/i,
    sentence: ({ registry }) => `The server cannot reach the registry ${registry}`,
    nextAction: () =>
      "Check the server's network and DNS. If it needs an outbound proxy, set it for Docker on the server.",
  },
];

/** Names what came in the way of a push from what Docker said. */
export function explainPushFailure(message: string, asked: AskedPush): Cause {
  const said = beginningAndEnd(message);
  const rule = rules.find(({ pattern }) => pattern.test(said));
  return {
    class: "push-failed",
    step: null,
    sentence:
      `${rule?.sentence(asked) ?? `The image could not be pushed to ${asked.repository}`}: ${firstLine(said)}`.slice(
        0,
        500,
      ),
    evidence: [firstLine(said)],
    nextAction: rule?.nextAction(asked) ?? "Read what Docker says above, and deploy again.",
  };
}

/** Docker goes on waiting for ever where a registry takes what it is given and says nothing. */
export const explainSlowPush = (minutes: number, { registry, repository }: AskedPush): Cause => ({
  class: "push-failed",
  step: null,
  sentence: `The registry ${registry} took nothing of ${repository} for ${minutes} minutes, and the push was given up.`,
  evidence: [],
  nextAction: "Look whether the registry or the way to it is overloaded, then deploy again.",
});
