import { FolderInUse, StateNotKept } from "@fairlead/runner/state-lock";
import { ConfigError } from "../kit/config.ts";
import { ForeignSecret } from "../people/instance/refuse-foreign-secret.ts";

const causes: [sign: string, sentence: string][] = [
  ["SQLITE_FULL", "The database cannot be written: the disk is full. Free some space, then start again."],
  [
    "SQLITE_READONLY",
    "The database cannot be written: this user may only read it, or it lies on a disk that can only be read.",
  ],
  [
    "SQLITE_CANTOPEN",
    "The database file cannot be opened: see that this user may read and write it and the folder that it lies in.",
  ],
  [
    "SQLITE_IOERR",
    "The database file cannot be read or written: the disk is full or answers with errors. See that it has space, then start again.",
  ],
  ["SQLITE_NOTADB", "The database file is no database, or its beginning is damaged. Put it back from a backup."],
  ["SQLITE_CORRUPT", "The database file is damaged. Put it back from a backup."],
];

/** What a person is told when the control plane cannot start: a sentence where we know the cause, the whole error where we do not. */
export function startProblem(error: unknown): string {
  const chain: Error[] = [];
  for (let each = error; each instanceof Error; each = each.cause) chain.push(each);
  const told = chain.find((each) => sentences.some((kind) => each instanceof kind));
  if (told) return told.message;
  const known = causes.find(([sign]) => chain.some((each) => `${codeOf(each)} ${each.message}`.includes(sign)));
  if (known) return `${known[1]} (${chain.at(-1)?.message})`;
  const disk = chain.map((each) => StateNotKept.of("A file of this instance", each)).find(Boolean);
  return disk ? `${disk.message} (${chain.at(-1)?.message})` : String(chain[0]?.stack ?? error);
}

const sentences = [ConfigError, ForeignSecret, FolderInUse, StateNotKept];
const codeOf = (error: Error) => ("code" in error ? String(error.code) : "");
