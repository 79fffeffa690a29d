import { type Settled, saveChanges } from "../forms/save-changes.ts";

type Named = { revision: number; name: string };

/** Saves another name of what has nothing else that can be changed. */
export const rename = <V>(
  read: Named,
  name: string,
  { settled, send }: { settled: Settled | undefined; send: (json: Named) => Promise<V> },
): Promise<V | undefined> =>
  saveChanges(
    { name },
    { read, settled, send: (change) => send({ name: change.name ?? read.name, revision: change.revision }) },
  );
