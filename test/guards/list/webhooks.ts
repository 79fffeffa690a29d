import type { Guard } from "../guard.ts";

const webhooks = "api/src/webhooks/webhooks.test.ts";
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
    rule: "a flood of one source is refused",
    file: "api/src/webhooks/receive-delivery.ts",
    guard: "if (!limits.maySend(source.id, now))",
    without: "if (false)",
    noticedBy: webhooks,
  },
];
