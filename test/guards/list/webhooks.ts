import type { Guard } from "../guard.ts";

const webhooks = "api/src/webhooks/webhooks.test.ts";
const moved = "api/src/webhooks/moved-repository.test.ts";
const form = "api/src/webhooks/gitea-form.test.ts";

/** That only who knows a source's secret is heard, and no more often than may be. */
export const guards: Guard[] = [
  {
    rule: "a call whose signature does not fit is refused",
    file: "api/src/webhooks/receive-delivery.ts",
    guard: "if (!(await isGenuine(deps, source, call))) {",
    without: "if (false) {",
    noticedBy: webhooks,
    named: "is refused",
  },
  {
    rule: "an empty secret lets nobody in",
    file: "api/src/webhooks/forges/github.ts",
    guard: 'secret === "" || ',
    without: "",
    noticedBy: webhooks,
    named: "an empty secret",
  },
  {
    rule: "a signature of GitHub is 64 lower-case hex digits and nothing else",
    file: "api/src/webhooks/forges/github.ts",
    guard: " || !/^sha256=[0-9a-f]{64}$/.test(signature)",
    without: "",
    noticedBy: webhooks,
    named: "a call with",
  },
  {
    rule: "a form of Gitea is read as it was signed: one field and nothing beside it",
    file: "api/src/webhooks/forges/gitea.ts",
    guard: '|| body.includes("&")',
    without: "",
    noticedBy: form,
    named: "a second field",
  },
  {
    rule: "a form of Gitea is judged by the JSON in it",
    file: "api/src/webhooks/forges/gitea.ts",
    guard: "bytes: signedBytes(headers, bytes)",
    without: "bytes",
    noticedBy: form,
    named: "is genuine",
  },
  {
    rule: "a redirect of a forge leads to no other host",
    file: "api/src/domain/moved-repository.ts",
    guard: "to.origin === URL.parse(base)?.origin && ",
    without: "",
    noticedBy: moved,
    named: "goes to another host",
  },
  {
    rule: "a redirect of a forge leads a token to nothing that it was not given for",
    file: "api/src/webhooks/ask-head.ts",
    guard: " && (!question.under || isUnderBase(next.base, question.under))",
    without: "",
    noticedBy: moved,
    named: "takes a token only",
  },
  {
    rule: "a call that is replayed brings no old name of a repository back",
    file: "api/src/webhooks/decide-push.ts",
    guard: "row.replayOf !== null || ",
    without: "",
    noticedBy: moved,
    named: "does not bring an old name back",
  },
  {
    rule: "a new name that no clone URL can hold becomes no address",
    file: "api/src/webhooks/learn-move.ts",
    guard: "v.is(GitUrl, to) && ",
    without: "",
    noticedBy: moved,
    named: "no clone URL can hold",
  },
  {
    rule: "a flood of one source is refused",
    file: "api/src/webhooks/receive-delivery.ts",
    guard: "if (!limits.maySend(source.id, now))",
    without: "if (false)",
    noticedBy: webhooks,
  },
  {
    rule: "an old push that comes late deploys what the branch holds now",
    file: "api/src/webhooks/decide-push.ts",
    guard: 'const sha = answer.kind === "known" ? (answer.head ?? told) : told;',
    without: "const sha = told;",
    noticedBy: "api/src/webhooks/process-inbox.test.ts",
    named: "delivered after a newer one",
  },
];
