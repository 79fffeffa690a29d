import { type Client, LibsqlError } from "@libsql/client";
import { DatabaseLocked } from "./database-locked.ts";
import { isRefusal } from "./refusal.ts";

/** As in `cache_size=-777`. `file`: kept by the file itself; `each`: gone with the connection that heard it. */
export interface Pragmas {
  file: readonly string[];
  each: readonly string[];
}

/** How long a locked file is waited for, and by which clock. */
export interface Patience {
  waitMs: number;
  now(): number;
  pause(attempts: number): Promise<unknown>;
}

/** Forges give up on a webhook after ten seconds: whoever waits gets an answer before. */
export const usualPatience: Patience = {
  waitMs: 8_000,
  now: () => performance.now(),
  pause: (attempts) => new Promise((resolve) => setTimeout(resolve, Math.min(5 * attempts, 30))),
};

const isBusy = (error: unknown) =>
  error instanceof LibsqlError && (error.code === "SQLITE_BUSY" || error.code === "SQLITE_PROTOCOL");

/**
 * The one connection to a database file that other programs may lock at any time: a shell, a back-up, VACUUM, a migration. Waiting
 * inside SQLite would stop this whole process, so it is done out here. Laws:
 * - Writes begin in the order in which they were asked for; reads do not wait for a write that waits.
 * - Work that met a lock has done nothing and is done again as a whole.
 * - A statement that met a lock or broke stays active on its connection, which could then never commit again: the connection is
 *   dropped. One that was refused has ended, and its connection stays.
 * - The file is given `file` once, each new connection `each` before its first work.
 * - A lock that outlasts the patience ends in DatabaseLocked, with nothing written; the next write asks for the lock anew.
 */
export class PatientConnection {
  readonly #client: Client;
  readonly #pragmas: Pragmas;
  readonly #patience: Patience;
  #isFilePrepared = false;
  #isPrepared = false;
  #held: "nothing" | "writes" | "everything" = "nothing";
  #refusedAt = Number.NEGATIVE_INFINITY;
  #lastWrite: Promise<unknown> = Promise.resolve();
  #lastAttempt: Promise<unknown> = Promise.resolve();

  constructor(client: Client, { pragmas, patience }: { pragmas: Pragmas; patience: Patience }) {
    this.#client = client;
    this.#pragmas = pragmas;
    this.#patience = patience;
  }

  async read<T>(work: () => Promise<T>): Promise<T> {
    if (this.#held === "everything") return this.write(work);
    try {
      return await this.#attempt(work);
    } catch (error) {
      if (!isBusy(error)) throw error;
      this.#held = "everything";
      return this.write(work);
    }
  }

  /** `since`: when it was asked for, where that was before. */
  write<T>(work: () => Promise<T>, since = this.#patience.now()): Promise<T> {
    const turn = this.#lastWrite.then(() => this.#untilDone(work, since));
    this.#lastWrite = turn.catch(() => undefined);
    return turn;
  }

  drop(): void {
    this.#client.reconnect();
    this.#isPrepared = false;
  }

  async #untilDone<T>(work: () => Promise<T>, startedAt: number): Promise<T> {
    const { now, pause, waitMs } = this.#patience;
    // Whoever has waited long enough in the queue behind others need not hear again what they just heard.
    if (this.#held !== "nothing" && now() - startedAt >= waitMs && now() - this.#refusedAt < 1_000) {
      throw new DatabaseLocked(now() - startedAt, undefined);
    }
    for (let attempts = 1; ; attempts++) {
      try {
        const result = await this.#attempt(work, { asksFirst: this.#held !== "nothing" });
        this.#held = "nothing";
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (this.#held === "nothing") this.#held = "writes";
        this.#refusedAt = now();
        const waitedMs = now() - startedAt;
        if (waitedMs >= waitMs) throw new DatabaseLocked(waitedMs, error);
        await pause(attempts);
      }
    }
  }

  /** One after the other: a connection that is dropped must be at nobody else's work. */
  #attempt<T>(work: () => Promise<T>, { asksFirst = false } = {}): Promise<T> {
    const attempt = this.#lastAttempt.then(async () => {
      // A lock that is asked for by a script leaves no active statement behind, so asking costs no connection each time.
      if (asksFirst) await this.#client.executeMultiple("BEGIN IMMEDIATE; ROLLBACK");
      return this.#onPrepared(work);
    });
    this.#lastAttempt = attempt.catch(() => undefined);
    return attempt;
  }

  async #prepare(): Promise<void> {
    const due = [...(this.#isFilePrepared ? [] : this.#pragmas.file), ...this.#pragmas.each];
    if (due.length > 0) await this.#client.executeMultiple(due.map((each) => `PRAGMA ${each};`).join(""));
    this.#isFilePrepared = true;
    this.#isPrepared = true;
  }

  async #onPrepared<T>(work: () => Promise<T>): Promise<T> {
    try {
      if (!this.#isPrepared) await this.#prepare();
      return await work();
    } catch (error) {
      if (!isRefusal(error) && !this.#client.closed) this.drop();
      throw error;
    }
  }
}
