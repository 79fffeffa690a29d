// pure

import type { Holder } from "./holder.ts";

/** Somebody else works with this state folder. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
  readonly holder: Holder;
  constructor(folder: string, { holder, setting }: { holder: Holder; setting: string }) {
    const { program, pid, url, since, place } = holder;
    super(
      `The state folder ${folder} is in use: the ${program} with process number ${pid} on ${place.host} (${url}) holds it since ${since}. ` +
        `Stop that one, or give this one a folder of its own: ${setting}=/another/folder`,
    );
    this.holder = holder;
  }
}
