import type { Guard } from "../guard.ts";

const together = "db/src/apart/write-in-groups.test.ts";
const apart = "db/src/apart/apart.test.ts";
const thread = "db/src/apart/start-writer.test.ts";
const commit = { file: "db/src/apart/commit-together.ts", noticedBy: together };
const groups = { file: "db/src/apart/write-in-groups.ts", noticedBy: together };

/** That writes which share a commit are each as if they had it for themselves. */
export const guards: Guard[] = [
  {
    rule: "a write that is refused takes back what it wrote, and nothing of others",
    ...commit,
    guard: 'await transaction.executeMultiple("ROLLBACK TO one; RELEASE one");',
    without: 'await transaction.executeMultiple("RELEASE one");',
    named: "one that is refused",
  },
  {
    rule: "a write that is refused does not cost the others their commit",
    ...commit,
    guard: "if (!isRefusal(error)) throw error;",
    without: "throw error;",
    named: "one that is refused",
  },
  {
    rule: "an error that is no refusal undoes the group",
    ...commit,
    guard: "if (!isRefusal(error)) throw error;",
    without: "",
    named: "a broken one costs only itself",
  },
  {
    rule: "a group that was undone is written one by one",
    ...groups,
    guard: "else for (const each of group) await alone(each);",
    without: "else for (const { end } of group) end({ error });",
    named: "a broken one costs only itself",
  },
  {
    rule: "what may not be part of a transaction is written alone",
    ...groups,
    guard: "if (count === mostTogether || !canShareACommit(write)) break;",
    without: "if (count === mostTogether) break;",
    named: "done alone",
  },
  {
    rule: "a commit takes so many writes and no more",
    ...groups,
    guard: "if (count === mostTogether || !canShareACommit(write)) break;",
    without: "if (!canShareACommit(write)) break;",
    named: "however many come",
  },
  {
    rule: "writes that meet share a commit",
    ...groups,
    guard: "else await together(group);",
    without: "else for (const each of group) await alone(each);",
    named: "committed once",
  },
  {
    rule: "each write is told its own result",
    file: "db/src/apart/start-writer.ts",
    guard: "waiting.get(told.id)?.(outcomeTold(told));",
    without: "[...waiting.values()].at(-1)?.(outcomeTold(told));",
    noticedBy: apart,
    named: "its own result",
  },
  {
    rule: "a refusal that went from thread to thread is the client's own error",
    file: "db/src/apart/wire.ts",
    guard: "? new LibsqlError(message, code, extendedCode, rawCode)",
    without: "? new Error(message)",
    noticedBy: apart,
    named: "the client's own",
  },
  {
    rule: "whoever waits for a thread that died is told",
    file: "db/src/apart/start-writer.ts",
    guard: "for (const end of waiting.values()) end({ error });",
    without: "",
    noticedBy: thread,
  },
  {
    rule: "the next write starts another thread",
    file: "db/src/apart/start-writer.ts",
    guard: "      thread = undefined;\n",
    without: "",
    noticedBy: thread,
  },
  {
    rule: "what was asked for before is written before the file is closed",
    file: "db/src/apart/start-writer.ts",
    guard: 'ending.postMessage("close" satisfies Asked);',
    without: "void ending.terminate();",
    noticedBy: apart,
    named: "before it is closed",
  },
  {
    rule: "what may write does not go past the thread that writes",
    file: "db/src/only-reads.ts",
    guard: "(withFirst.test(sql) && !writing.test(sql))",
    without: "withFirst.test(sql)",
    noticedBy: "db/src/only-reads.test.ts",
  },
  {
    rule: "a statement that was refused costs its connection nothing",
    file: "db/src/patient-connection.ts",
    guard: "if (!isRefusal(error) && !this.#client.closed) this.drop();",
    without: "if (!this.#client.closed) this.drop();",
    noticedBy: "db/src/wait-for-locks.test.ts",
    named: "leaves the connection as it is",
  },
  {
    rule: "a statement that broke costs its connection",
    file: "db/src/patient-connection.ts",
    guard: "if (!isRefusal(error) && !this.#client.closed) this.drop();",
    without: "",
    noticedBy: "db/src/wait-for-locks.test.ts",
    named: "costs its connection",
  },
  {
    rule: "work that met a lock is done again as a whole",
    file: "db/src/patient-connection.ts",
    guard: "if (!isBusy(error)) throw error;\n        if (this.#held",
    without: "throw error;\n        if (this.#held",
    noticedBy: "db/src/wait-for-locks.test.ts",
    named: "is done once when the file is free",
  },
  {
    rule: "a lock that lasts ends in an error that says so",
    file: "db/src/patient-connection.ts",
    guard: "if (waitedMs >= waitMs) throw new DatabaseLocked(waitedMs, error);",
    without: "if (waitedMs >= waitMs) throw error;",
    noticedBy: "db/src/wait-for-locks.test.ts",
    named: "a lock that lasts",
  },
  {
    rule: "writes keep their order while a file is locked",
    file: "db/src/patient-connection.ts",
    guard: "const turn = this.#lastWrite.then(() => this.#untilDone(work, since));",
    without: "const turn = this.#untilDone(work, since);",
    noticedBy: "db/src/wait-for-locks.test.ts",
    named: "keep their order",
  },
];
