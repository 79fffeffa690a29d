import { setTimeout as pause } from "node:timers/promises";
import { FolderInUse } from "./folder-in-use.ts";
import { type Holder, judgeHolder, parseHolder } from "./holder.ts";
import { type LockFiles, lockFiles } from "./lock-files.ts";
import { startedAtOf, thisPlace } from "./this-process.ts";

/** How a holder whose process number says nothing here shows that it lives: by touching its file. */
export interface Pulse {
  everyMs: number;
  watchMs: number;
}

interface Asked {
  program: "control plane" | "runner";
  pulse?: Pulse;
}

export interface Claim extends Asked {
  url: string;
  /** The variable that names the folder, for the sentence of a refusal. */
  setting: string;
}

const usualPulse: Pulse = { everyMs: 5_000, watchMs: 12_000 };
const filesOf = (folder: string, { program }: Asked) => lockFiles(folder, `${program.replace(" ", "-")}.lock`);

/**
 * Holds a state folder for this process until it ends or `release` is called. Throws FolderInUse when a living process holds it. Laws:
 * - Of any number that try at once, one gets it.
 * - A holder that died, however it died, is followed at once and leaves nothing to mend by hand. A process that was given its number
 *   since does not keep the folder, nor does one that was killed and not yet collected.
 */
export async function holdFolder(folder: string, claim: Claim): Promise<{ release(): void }> {
  const files = filesOf(folder, claim);
  for (;;) {
    const next = files.highest() + 1;
    const holder = await findHolder(folder, claim);
    if (holder) throw new FolderInUse(folder, { holder, setting: claim.setting });
    if (!files.make(next, JSON.stringify(describe(claim)))) continue;
    files.removeBelow(next);
    const beat = setInterval(() => files.touch(next), (claim.pulse ?? usualPulse).everyMs).unref();
    return {
      release: () => {
        clearInterval(beat);
        files.empty(next);
      },
    };
  }
}

/** Whoever lives and holds the folder. */
export async function findHolder(folder: string, asked: Asked): Promise<Holder | undefined> {
  const files = filesOf(folder, asked);
  const last = files.highest();
  const holder = parseHolder(files.read(last));
  if (!holder) return undefined;
  const state = judgeHolder(holder, { here: thisPlace(), startedAt: startedAtOf(holder.pid) });
  const isAlive =
    state === "alive" ||
    (state === "unknown" && (await isTouched(files, { number: last, ...(asked.pulse ?? usualPulse) })));
  return isAlive ? holder : undefined;
}

function describe({ program, url }: Claim): Holder {
  const { pid } = process;
  return { program, url, since: new Date().toISOString(), pid, startedAt: startedAtOf(pid) ?? "", place: thisPlace() };
}

async function isTouched(files: LockFiles, { number, everyMs, watchMs }: Pulse & { number: number }): Promise<boolean> {
  const before = files.touchedAt(number);
  const until = performance.now() + watchMs;
  while (performance.now() < until) {
    await pause(everyMs / 4);
    if (files.touchedAt(number) !== before) return true;
  }
  return false;
}
