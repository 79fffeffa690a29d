import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { processStart } from "../process-start.ts";
import type { Slot } from "../slot.ts";
import { waitFor } from "../wait-for.ts";

export interface Daemon {
  name: string;
  argv: readonly string[];
  env?: Record<string, string>;
  /** The daemon counts as started when this address accepts connections; without it, as soon as it runs. */
  listensOn?: { host: string; port: number };
}

export const serviceFolder = (slot: Slot): string => {
  const folder = join(slot.folder, "services");
  mkdirSync(folder, { recursive: true });
  return folder;
};

/** Starts a service of the lab as a process of its own: it outlives this one when the lab is kept, and `down` finds it by its pid file. */
export async function startDaemon(slot: Slot, daemon: Daemon): Promise<void> {
  const folder = serviceFolder(slot);
  const logFile = join(folder, `${daemon.name}.log`);
  const log = openSync(logFile, "a");
  const [program = "", ...args] = daemon.argv;
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...daemon.env },
    detached: true,
    stdio: ["ignore", log, log],
  });
  let failure: string | undefined;
  child.on("error", (error) => {
    failure = error.message;
  });
  child.on("exit", (code) => {
    failure = `ended with code ${code}`;
  });
  await new Promise((resolve) => setImmediate(resolve));
  if (child.pid !== undefined)
    writeFileSync(join(folder, `${daemon.name}.pid`), `${child.pid} ${processStart(child.pid)}\n`);
  const { listensOn } = daemon;
  const isUp = async () => failure !== undefined || listensOn === undefined || (await accepts(listensOn)) || undefined;
  await waitFor(`${daemon.name} to listen`, isUp, { everyMs: 10 });
  if (failure !== undefined)
    throw new Error(`${daemon.name} ${failure}: ${readFileSync(logFile, "utf8").slice(-2000)}`);
  child.removeAllListeners("exit");
  child.unref();
}

function accepts(address: { host: string; port: number }): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(undefined));
  });
}
