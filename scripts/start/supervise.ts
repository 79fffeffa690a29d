import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { signalGroup, spawnGroup } from "../process/process-group.ts";

// As a URL: what Node imports is one, and a path may hold signs that mean something in it.
const endWithParent = new URL("../process/end-with-parent.mjs", import.meta.url).href;

export interface Program {
  name: string;
  /** What Node is given: options, the script and its arguments. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

export interface Limits {
  /** A program that lived at least this long is started again at once. */
  steadyMs: number;
  /** After this many shorter lives in a row it is given up. */
  shortLives: number;
}

/** A program that is kept running until it is stopped. */
export interface Supervised {
  /** Resolves with a sentence when the program is given up: it ended before it worked, or it keeps ending. */
  givenUp: Promise<string>;
  /** Says that the program works. Until then its first end is final, because starting it again would only repeat it. */
  confirm(): void;
  /** Asks the program to stop (SIGTERM) and resolves when nothing of its process group is left. Repeat to ask again. */
  stop(): Promise<void>;
  /** Ends the whole process group at once. */
  kill(): void;
}

const usual: Limits = { steadyMs: 5_000, shortLives: 3 };

/**
 * Starts the program in a process group of its own and starts it again when it dies. A terminal's Ctrl-C therefore reaches
 * only the supervisor, which stops things in the right order.
 */
export function supervise(program: Program, { steadyMs, shortLives }: Limits = usual): Supervised {
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<string>();
  let isStopping = false;
  let isConfirmed = false;
  let current: ChildProcess | undefined;
  const run = async () => {
    let shortInARow = 0;
    while (!isStopping) {
      const startedAt = performance.now();
      current = start(program);
      const ending = await endingOf(current);
      // What the program started and left behind ends with it.
      signalGroup(current, "SIGKILL");
      if (isStopping) return;
      if (!isConfirmed) return giveUp(`the ${program.name} ${ending} before it was up`);
      const wasShort = performance.now() - startedAt < steadyMs;
      shortInARow = wasShort ? shortInARow + 1 : 0;
      if (shortInARow >= shortLives) return giveUp(`the ${program.name} ${ending} ${shortInARow} times in a row`);
      process.stderr.write(`the ${program.name} ${ending}; starting it again\n`);
    }
  };
  const finished = run();
  const confirm = () => {
    isConfirmed = true;
  };
  const kill = () => {
    isStopping = true;
    if (current) signalGroup(current, "SIGKILL");
  };
  const stop = async () => {
    isStopping = true;
    // Only the program itself is asked: it knows in which order its own children end.
    current?.kill("SIGTERM");
    await finished;
  };
  return { givenUp, confirm, stop, kill };
}

function start({ args, cwd, env }: Program): ChildProcess {
  return spawnGroup(process.execPath, ["--import", endWithParent, ...args], {
    cwd,
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

async function endingOf(child: ChildProcess): Promise<string> {
  const [code, signal]: unknown[] = await once(child, "exit");
  return signal ? `was ended by ${String(signal)}` : `ended with code ${String(code)}`;
}
