import type { Check } from "../check.ts";

/** What one can take from the others. */
export const checks: readonly Check[] = [
  {
    key: 49,
    about: "Too much at once",
    parts: [
      {
        tried: "a body over the limit at each route",
        comes: "refused",
        guard: "requests:a body over the limit",
        test: "a body that is",
        in: "test/contract/api.suite.ts",
      },
      {
        tried: "one in pieces",
        comes: "refused",
        guard: "requests:and one that comes in pieces",
        test: "a body in pieces that is",
        in: "test/contract/api.suite.ts",
      },
      {
        tried: "heads and bodies that never end",
        comes: "told so and cut off",
        guard: "limits:whoever sends slowly",
        test: "never ends",
      },
      {
        tried: "a head that is too long",
        comes: "refused",
        guard: "limits:a head of a request is so long",
        test: "without end",
      },
      {
        tried: "many requests of one person",
        comes: "refused with the time to wait",
        guard: "limits:one person asks",
        test: "one person who asks",
      },
      {
        tried: "of one team by many tokens",
        comes: "counted together, another team does not notice",
        guard: "limits:one team asks",
        test: "many tokens of one team",
      },
      {
        tried: "of strangers from one network of IPv6",
        comes: "counted as one",
        guard: "limits:an IPv6 /64",
        test: "is counted by network",
      },
      {
        tried: "a team that floods",
        comes: "holds its share of places",
        guard: "fairness:of one team only its share",
        test: "never a fifth of one team",
      },
      {
        tried: "those who wait",
        comes: "a bounded number",
        guard: "fairness:a bounded number of requests",
        test: "beyond what a lane may hold",
      },
      {
        tried: "whoever comes",
        comes: "stands behind those who wait",
        guard: "fairness:whoever comes stands",
        test: "stands before whoever comes",
      },
      {
        tried: "patterns on a text that costs them most",
        comes: "come to their end",
        test: "comes to the end of a mebibyte",
        in: "test/hostile/worst-texts/worst-texts.test.ts",
      },
      {
        tried: "a new pattern without such a text",
        comes: "an error of the check",
        test: "needs the worst case of each",
        in: "scripts/check/rules/patterns.test.ts",
      },
      { tried: "files of YAML that grow when they are read", comes: "refused", missing: "Compose files" },
    ],
  },
  {
    key: 50,
    about: "One team with very much",
    parts: [
      {
        tried: "pushes of one application",
        comes: "the newest waits, the others give way",
        guard: "limits:a newer deployment takes the place",
        test: "supersedes those",
      },
      {
        tried: "rows of each kind that people make",
        comes: "limited",
        guard: "limits:so many projects",
        test: "refuses what goes beyond",
      },
      {
        tried: "variables",
        comes: "so many MiB a minute",
        guard: "fairness:a team saves so many MiB",
        test: "saves so many MiB",
      },
      { tried: "a log without end", comes: "cut, visibly", guard: "clocks:a log without end", test: "over its cap" },
      {
        tried: "a log without end",
        comes: "cut by the runner, visibly",
        guard: "logs:a log that grows too long",
        test: "grows too long",
      },
      {
        tried: "an application with many deployments",
        comes: "does not hold back another",
        guard: "jobs:applications of one queue go in turn",
        test: "does not starve",
      },
      {
        tried: "the size of the database",
        comes: "what is old goes",
        guard: "limits:retention deletes what is older",
        test: "as long as it was set",
      },
      {
        tried: "more that is old than one piece",
        comes: "goes on until nothing is left",
        guard: "limits:retention goes on",
        test: "in %i pieces",
      },
      {
        tried: "every table",
        comes: "says why it does not grow without end",
        guard: "limits:every table says why",
        test: "every table says why",
      },
    ],
  },
];
