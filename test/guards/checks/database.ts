import type { Check } from "../check.ts";

/** The database, mail and the audit log when something fails. */
export const checks: readonly Check[] = [
  {
    key: 63,
    about: "A database that fails",
    parts: [
      {
        tried: "locked by another program",
        comes: "waited for, then told",
        guard: "writing-apart:a lock that lasts",
        test: "a lock that lasts",
      },
      {
        tried: "work that met a lock",
        comes: "done again as a whole",
        guard: "writing-apart:work that met a lock",
        test: "is done once when the file is free",
      },
      {
        tried: "reads meanwhile",
        comes: "answered",
        guard: "core:who only reads does not wait",
        test: "reads are answered",
      },
      {
        tried: "a statement that breaks",
        comes: "costs its connection, nobody else's",
        guard: "writing-apart:a statement that broke",
        test: "a broken one costs its connection",
      },
      {
        tried: "a write that is refused among others",
        comes: "leaves nothing and costs nobody anything",
        guard: "writing-apart:takes back what it wrote",
        test: "one that is refused",
      },
      {
        tried: "a group that breaks",
        comes: "each is written alone",
        guard: "writing-apart:a group that was undone",
        test: "a broken one costs only itself",
      },
      {
        tried: "a thread that dies",
        comes: "whoever waits is told",
        guard: "writing-apart:whoever waits for a thread that died",
        test: "whoever waits for a thread",
      },
      {
        tried: "several rows of one change",
        comes: "all or none",
        guard: "audit:are written together or not at all",
        test: "a change that fails",
      },
      {
        tried: "a condition that fails",
        comes: "nothing of its batch",
        guard: "saves:a save that is overtaken",
        test: "the second of two saves",
      },
      {
        tried: "an answer that was lost after the commit",
        comes: "the same word again changes nothing",
        guard: "clocks:the same result again",
        test: "same finish again",
      },
      {
        tried: "a disk that is full or can only be read",
        comes: "told by the file's name",
        guard: "start:a disk that takes a part",
        test: "at any call and byte",
      },
      {
        tried: "a copy that lags behind",
        comes: "not read for decisions",
        missing: "copies of a database to read from",
      },
    ],
  },
  {
    key: 64,
    about: "Migrations",
    parts: [
      {
        tried: "twice, or by two programs at once",
        comes: "done once",
        guard: "start:two programs that migrate",
        test: "at the same time both find it done",
      },
      {
        tried: "killed in their middle",
        comes: "as before, and completed by the next run",
        guard: "database:a migration is written as a whole",
        test: "killed in the middle",
      },
      {
        tried: "rows of every earlier version",
        comes: "all there, whole, and read",
        test: "are all there in this version",
        in: "db/src/migrations.test.ts",
      },
      {
        tried: "what the last release but one still reads",
        comes: "not taken away",
        test: "takes away nothing",
        in: "db/src/migrations.test.ts",
      },
      {
        tried: "the programs of releases beside this one",
        comes: "do the job that was queued",
        test: "do the job that was queued",
        in: "test/start/releases.test.ts",
      },
    ],
  },
  {
    key: 65,
    about: "Restoring",
    parts: [
      {
        tried: "a copy made under load, in a fresh place",
        comes: "applications are taken over without a restart",
        missing: "back-ups and restoring",
      },
      {
        tried: "the data with another secret",
        comes: "refused in words, nothing written",
        guard: "start:a start with another secret",
        test: "another secret than",
      },
      {
        tried: "one damaged row among the others",
        comes: "shown as damaged, the others go on",
        guard: "start:damaged settings of an application stop",
        test: "each page of the team answers",
      },
    ],
  },
  {
    key: 66,
    about: "Mail that does not go out",
    parts: [
      {
        tried: "sent again with its key",
        comes: "arrives once",
        guard: "limits:a mail that is sent again",
        test: "sent again with its key",
      },
      {
        tried: "an alert that is tried again",
        comes: "the key of before",
        guard: "limits:a mail of an alert",
        test: "a repetition reuses",
      },
      {
        tried: "two senders at once",
        comes: "one mail",
        guard: "limits:of two senders one sends",
        test: "what one process took",
      },
      {
        tried: "one event told twice",
        comes: "one alert",
        guard: "limits:an event of one subject",
        test: "sends it once",
      },
      {
        tried: "a provider that is silent",
        comes: "given up",
        guard: "egress:a mail provider that stays silent",
        test: "stays silent",
      },
      {
        tried: "an invitation that is sent again",
        comes: "the earlier link ends",
        guard: "accounts:an earlier invitation ends",
        test: "opens nothing and leaves no account",
      },
      {
        tried: "addresses that did not ask for mail",
        comes: "one mail that asks",
        guard: "limits:an address that has not confirmed",
        test: "gets one mail that asks",
      },
    ],
  },
  {
    key: 67,
    about: "Three days of faults",
    parts: [
      {
        tried: "many applications and runners under faults by chance",
        comes: "all promises hold, nothing grows",
        missing: "a soak of days",
      },
    ],
  },
  {
    key: 68,
    about: "The audit log",
    parts: [
      { tried: "an edited entry", comes: "noticed", guard: "audit:an entry that was edited", test: "was edited" },
      {
        tried: "a missing entry",
        comes: "noticed",
        guard: "audit:an entry that is missing",
        test: "the missing entry",
      },
      {
        tried: "the last entries taken away",
        comes: "noticed",
        guard: "audit:the last entry cannot",
        test: "the missing entry",
      },
      {
        tried: "one of another course of events",
        comes: "noticed",
        guard: "audit:held to the one before it",
        test: "another course of events",
      },
      {
        tried: "one put in past the chain",
        comes: "noticed",
        guard: "audit:an entry past the chain",
        test: "put in past the chain",
      },
      {
        tried: "a refused sign-in",
        comes: "an entry",
        guard: "audit:a refused sign-in",
        test: "a sign-in with a wrong password",
      },
      {
        tried: "every refusal for lack of rights",
        comes: "an entry",
        guard: "audit:every answer 403",
        test: "a refusal that comes out only within",
      },
      {
        tried: "every request that changes something",
        comes: "an entry, without a secret",
        guard: "audit:every change is recorded",
        test: "leaves an entry",
      },
      {
        tried: "the entries of another team",
        comes: "not shown",
        test: "shows no row of another team",
        in: "api/src/route-table.test.ts",
      },
    ],
  },
];
