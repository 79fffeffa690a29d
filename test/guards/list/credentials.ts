import type { Guard } from "../guard.ts";

const journeys = "api/src/sources/credentials-stay-home.test.ts";

/** That a token, a key or a login goes to whom it was given for, and to nobody else. */
export const guards: Guard[] = [
  {
    rule: "a credential is opened only together with an address that it was given for",
    file: "api/src/secrets/open-credential.ts",
    guard: "if (complaint !== undefined) throw new WrongAddress(complaint);",
    without: "",
    noticedBy: journeys,
    named: "login of another registry",
  },
  {
    rule: "a deployment is read with the source that it was enqueued with",
    file: "api/src/jobs/payload.store.ts",
    guard: "eq(source.id, frozenSource)",
    without: "eq(source.id, application.sourceId)",
    noticedBy: journeys,
    named: "source that it was enqueued with",
  },
  {
    rule: "a deployment whose deploy key's source has moved elsewhere is not given out",
    file: "api/src/jobs/compile-payload.ts",
    guard: "if (complaint) throw elsewhere(`The repository ${url} ${complaint}.`);",
    without: "",
    noticedBy: journeys,
    named: "read with a key",
  },
  {
    rule: "an image that is started again brings no credentials",
    file: "api/src/jobs/compile-payload.ts",
    guard: "reuseImage === null ? credentialsFor(",
    without: "true ? credentialsFor(",
    noticedBy: journeys,
    named: "only starts an earlier image",
  },
  {
    rule: "what lies elsewhere than its source is refused before it is queued",
    file: "api/src/domain/preflight.ts",
    guard: "const stranger = refusesCredential(source, repositoryUrl);",
    without: "const stranger: string | undefined = undefined;",
    noticedBy: journeys,
    named: "it is not deployed",
  },
  {
    rule: "no runner is sent with a deploy key to what lies elsewhere than its source",
    file: "api/src/webhooks/poll-questions.ts",
    guard: "if (target.source && refusesCredential(target.source, url)) continue;",
    without: "",
    noticedBy: journeys,
    named: "no runner is sent",
  },
  {
    rule: "a source that gets another address parts with nobody without a person's word",
    file: "api/src/sources/part-with-strangers.ts",
    guard: "if (strangers.length > 0 && !detach) throw refused(strangers);",
    without: "",
    noticedBy: journeys,
    named: "host of their own",
  },
  {
    rule: "who reads elsewhere loses the source that moves",
    file: "api/src/sources/part-with-strangers.ts",
    guard: "statements: ids.length === 0 ? []",
    without: "statements: true ? []",
    noticedBy: journeys,
    named: "host of their own",
  },
  {
    rule: "another address of a source asks for its token again",
    file: "api/src/sources/update-source.ts",
    guard: "if (baseUrl !== undefined && baseUrl !== row.baseUrl) return null;",
    without: "",
    noticedBy: "api/src/sources/sources.test.ts",
    named: "asks for the token again",
  },
  {
    rule: "a registry's password does not follow an image to another registry",
    file: "api/src/applications/to-origin.ts",
    guard: "const kept = isSameLogin ?",
    without: "const kept = true ?",
    noticedBy: "api/src/applications/applications.test.ts",
    named: "does not follow the image",
  },
  {
    rule: "a redirect takes no token to another host",
    file: "runner/src/sources/git-access.ts",
    guard: `  "Username for '$FAIRLEAD_GIT_ORIGIN"*) printf '%s\\\\n' "$FAIRLEAD_GIT_USER" ;;
  "Password for '$FAIRLEAD_GIT_USER_ORIGIN"*) printf`,
    without: `  "Username for"*) printf '%s\\\\n' "$FAIRLEAD_GIT_USER" ;;
  "Password for"*) printf`,
    noticedBy: "runner/src/sources/git-sources.test.ts",
    named: "redirect to another host",
  },
  {
    rule: "a submodule elsewhere gets no credentials of its parent",
    file: "runner/src/sources/git-submodules.ts",
    guard: 'auth: isOurs ? settings.auth : { kind: "none" },',
    without: "auth: settings.auth,",
    noticedBy: "runner/src/sources/git-sources.test.ts",
    named: "submodule of another host",
  },
  {
    rule: "a file that opens a secret by itself is an error of the check",
    file: "scripts/check/rules/secret-openers.ts",
    guard: "...strayOpeners(module), ",
    without: "",
    noticedBy: "scripts/check/rules/secret-openers.test.ts",
  },
  {
    rule: "the place of a credential is written once",
    file: "scripts/check/rules/secret-openers.ts",
    guard: ", ...strayPlaces(module)",
    without: "",
    noticedBy: "scripts/check/rules/secret-openers.test.ts",
  },
];
