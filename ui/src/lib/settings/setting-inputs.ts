import type { SettingInput } from "@fairlead/runner/contract/words/settings/index.ts";
import { bytesIn, coresIn, secondsIn } from "../forms/typed-numbers.ts";
import { line, plainWays, type Way } from "./plain-ways.ts";
import {
  bindsIn,
  bindsTyped,
  bytesTyped,
  devicesIn,
  devicesTyped,
  foldersIn,
  foldersTyped,
  hostsIn,
  hostsTyped,
  limitsIn,
  limitsTyped,
  pairsIn,
  pairsTyped,
  portsIn,
  portsTyped,
  wordsIn,
} from "./typed-lists.ts";

const lines = <E>(read: (path: string, text: string) => E[], write: (list: E[]) => string): Way<E[]> => ({
  control: "lines",
  isMono: true,
  read: (path, typed) => read(path, String(typed)),
  write,
});

const secondsOrNull = (path: string, text: string): number | null =>
  text.trim() === "" ? null : secondsIn(path, text);
const secondsTyped = (milliseconds: number | null) => (milliseconds === null ? "" : String(milliseconds / 1_000));

/** All of them but `own`, which its form draws by hand. */
export const settingWays: Record<Exclude<SettingInput, "own">, Way> = {
  ...plainWays,
  bytes: line(bytesIn, { write: (bytes) => (bytes === null ? "" : bytesTyped(bytes)) }),
  cores: line(coresIn, { inputmode: "decimal" }),
  seconds: line(secondsOrNull, { inputmode: "decimal", write: secondsTyped }),
  words: lines(wordsIn, (list) => list.join("\n")),
  pairs: lines(pairsIn, pairsTyped),
  hosts: lines(hostsIn, hostsTyped),
  limits: lines(limitsIn, limitsTyped),
  folders: lines(foldersIn, foldersTyped),
  binds: lines(bindsIn, bindsTyped),
  devices: lines(devicesIn, devicesTyped),
  ports: lines(portsIn, portsTyped),
};
