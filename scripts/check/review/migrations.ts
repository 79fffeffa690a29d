import type { Module } from "../module.ts";
import type { Measure } from "./measure.ts";

/** The tests of migrations, by the words of their rules. */
const promised = [
  "the migrations make exactly what the schema says",
  "takes away nothing that the last release but one still read",
  "what is declared unread is not in the schema",
];
const tests = "db/src/migrations.test.ts";
const folder = /^db\/migrations\/(\d{4}_[a-z0-9_]+)\.sql$/;

/** Every migration is named, listed in the journal, and goes through the tests that walk the list. */
export function migrationsTested(
  modules: Module[],
  { files, readText }: { files: string[]; readText: (path: string) => string },
): Measure {
  const named = files.flatMap((path) => path.match(folder)?.[1] ?? []);
  const journal = files.includes(journalPath) ? readText(journalPath) : "";
  const unlisted = named.filter((name) => !journal.includes(`"tag": "${name}"`));
  const text = modules.find(({ path }) => path === tests)?.text ?? "";
  const unkept = promised.filter((rule) => !text.includes(rule));
  const walks = /test\.each\(prefixes\)/.test(text);
  const missing = [
    ...unlisted.map((name) => `${name} stands in no journal`),
    ...unkept.map((rule) => `${tests} has no test "${rule}"`),
    ...(walks ? [] : [`${tests} does not walk every prefix of the list`]),
  ];
  return {
    name: "migrations that are tried from every state before",
    measured: `${missing.length === 0 ? named.length : named.length - unlisted.length} of ${named.length}`,
    goal: "all, and the schema as they make it",
    isMet: missing.length === 0,
    isLost: missing.length > 0,
    missing,
  };
}

const journalPath = "db/migrations/meta/_journal.json";
