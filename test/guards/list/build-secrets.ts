import type { Guard } from "../guard.ts";

/** That the values of secrets are in no image, no command line and no log, and arrive as they were typed. */
export const guards: Guard[] = [
  {
    rule: "a Dockerfile that takes a secret variable by ARG is told before anything is built",
    file: "runner/src/build/kinds/dockerfile.ts",
    guard: "if (refused.length > 0) throw secretArguments(dockerfile, refused);",
    without: "",
    noticedBy: "runner/src/build/build-image.test.ts",
    named: "takes by ARG",
  },
  {
    rule: "a secret variable that was allowed as an argument is warned of in the log",
    file: "runner/src/build/kinds/dockerfile.ts",
    guard: 'rules.get(each.name) === "warned"',
    without: "rules.get(each.name) === undefined",
    noticedBy: "runner/src/build/build-image.test.ts",
  },
  {
    rule: "the runner is told that a secret variable of a build is no argument",
    file: "api/src/rules/compile-workload.ts",
    guard: 'return isArgumentAllowed ? "warned" : "refused";',
    without: 'return "plain";',
    noticedBy: "api/src/resources/variables/build-arguments.test.ts",
  },
  {
    rule: "the deployment says for good that a secret was allowed as an argument",
    file: "api/src/releases/deployments/deployment-views.ts",
    guard: "(await listAllowedArguments(deps.db, row.teamId, row.id)).map(warnOfArgument)",
    without: "[]",
    noticedBy: "api/src/resources/variables/build-arguments.test.ts",
  },
  {
    rule: "an older runner, which gives every variable to who asks, does not get a job with a secret that must be no argument",
    file: "runner/contract/workload.ts",
    guard: 'v.picklist(["plain", "refused", "warned"]), absent: "plain" }',
    without: 'v.picklist(["plain", "refused", "warned"]), absent: "plain", older: "drop" }',
    noticedBy: "api/src/resources/variables/build-arguments.test.ts",
  },
  {
    rule: "a step that mounts a variable is not taken from the cache of another value",
    file: "runner/src/build/dockerfile-text/mark-environment.ts",
    guard: "if (before.length === 0) return unmarked;",
    without: "if (before.length >= 0) return unmarked;",
    noticedBy: "runner/src/build/build-image.test.ts",
  },
  {
    rule: "a frontend that nobody can read for mounts takes nothing from the cache",
    file: "runner/src/build/dockerfile-text/mark-environment.ts",
    guard: "if (parsed.syntax !== null && !isDockers(parsed.syntax)) return { ...unmarked, isCacheUnsafe: true };",
    without: "",
    noticedBy: "runner/src/build/build-image.test.ts",
  },
  {
    rule: "a static site's command is not taken from the cache of another value",
    file: "runner/src/build/static-files.ts",
    guard: "...(secretNames.length > 0 ? [`ARG ${environmentArgument}`] : []),",
    without: "",
    noticedBy: "runner/src/build/render.test.ts",
  },
  {
    rule: "what stands for the values of a build cannot be tried without the runner's key",
    file: "runner/src/build/environment-digest.ts",
    guard: 'hkdfSync("sha256", key, "",',
    without: 'hkdfSync("sha256", "", "",',
    noticedBy: "runner/src/build/environment-digest.test.ts",
  },
  {
    rule: "what a heredoc holds is no instruction",
    file: "runner/src/build/dockerfile-text/parse.ts",
    guard: "for (const end of heredocsOf(instruction, sign)) at = afterHeredoc(lines, { at, end });",
    without: "",
    noticedBy: "runner/src/build/dockerfile-text/dockerfile-text.test.ts",
  },
];
