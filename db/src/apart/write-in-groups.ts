import type { Client } from "@libsql/client";
import { isDatabaseLocked } from "../database-locked.ts";
import type { PatientConnection } from "../patient-connection.ts";
import { canShareACommit, commitTogether, writeAlone } from "./commit-together.ts";
import type { Outcome, Write, Written } from "./words.ts";

/** A commit of more keeps the first of them waiting for the last. */
const mostTogether = 64;

type Waiting = { write: Write; since: number; end(outcome: Outcome): void };
type Given = {
  client: Client;
  connection: PatientConnection;
  now(): number;
  /** Runs when everything that was asked for until now has been heard. */
  soon(work: () => void): void;
};

/** What is asked for while the disk works on something else is committed together. The laws of `Writer`. */
export function writeInGroups({ client, connection, now, soon }: Given): { write(write: Write): Promise<Written> } {
  const waiting: Waiting[] = [];
  let isBusy = false;

  const nextGroup = (): Waiting[] => {
    let count = 0;
    for (const { write } of waiting) {
      if (count === mostTogether || !canShareACommit(write)) break;
      count++;
    }
    return waiting.splice(0, Math.max(count, 1));
  };
  const alone = ({ write, since, end }: Waiting) =>
    connection
      .write(() => writeAlone(client, write), since)
      .then(
        (written) => end({ written }),
        (error: unknown) => end({ error }),
      );
  const together = async (group: readonly Waiting[]) => {
    const since = Math.min(...group.map((each) => each.since));
    const writes = group.map((each) => each.write);
    try {
      const outcomes = await connection.write(() => commitTogether(client, writes), since);
      for (const [i, { end }] of group.entries()) end(outcomes[i] ?? { error: new Error("it was not written") });
    } catch (error) {
      if (isDatabaseLocked(error)) for (const { end } of group) end({ error });
      // One of them broke more than itself, and nothing was written: each has its own end.
      else for (const each of group) await alone(each);
    }
  };
  const work = async () => {
    while (waiting.length > 0) {
      const group = nextGroup();
      const [only] = group;
      if (group.length === 1 && only) await alone(only);
      else await together(group);
      // Whoever asked meanwhile is heard before the next group is made up.
      await new Promise<void>((heard) => soon(heard));
    }
    isBusy = false;
  };

  return {
    write: (write) =>
      new Promise((resolve, reject) => {
        const end = (outcome: Outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.written));
        waiting.push({ write, since: now(), end });
        if (isBusy) return;
        isBusy = true;
        soon(() => void work());
      }),
  };
}
