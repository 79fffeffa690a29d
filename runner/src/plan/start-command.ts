import type { ContainerSettings } from "../../contract/index.ts";
import { startLine } from "./start-line.ts";

export type StartCommand = { Entrypoint?: string[]; Cmd?: string[] };

/**
 * What the container begins with. A line is for a shell, which no entrypoint of an image may take for its own arguments, so it stands in
 * its place; arguments are the entrypoint's own, in place of the image's.
 */
export function startCommandOf({ command, arguments: given }: ContainerSettings): StartCommand {
  if (given !== null) return { Cmd: [...given] };
  return command === null ? {} : { Entrypoint: ["sh", "-c", startLine, "sh"], Cmd: [command] };
}

/** Programs that begin as the first process of an image and do there what ours would: some refuse to be any other. */
const inits = new Set([
  "catatonit",
  "docker-init",
  "dumb-init",
  "init",
  "my_init",
  "runit-init",
  "s6-svscan",
  "systemd",
  "tini",
  "tini-static",
]);

/** Whether the image's own beginning, entrypoint and command in one, is such a program. */
export const isInit = ([program = ""]: readonly string[]): boolean => inits.has(program.split("/").at(-1) ?? "");
