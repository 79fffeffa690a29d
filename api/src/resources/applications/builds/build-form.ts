// pure

import type { BuildKind, BuildOf } from "@fairlead/runner/contract";
import type * as v from "valibot";

/** What a person chooses of a build: all of it but what is asked for with a single deployment. */
export type InputOf<K extends BuildKind> = Omit<BuildOf<K>, "noCache">;

export type BuildFault = { field: string; sentence: string };

/** How the API speaks of one kind of build. */
export type BuildForm<K extends BuildKind, I, W> = {
  kind: K;
  input: I;
  /** As it was stored: what is chosen now may have become narrower. */
  view: W;
  /** What does not go together in it, by the field to mend; undefined: all does. */
  refuse: (input: InputOf<K>) => BuildFault | undefined;
};

type Given<K extends BuildKind, I, W> = Pick<BuildForm<K, I, W>, "input" | "view"> &
  Partial<Pick<BuildForm<K, I, W>, "refuse">>;

export const buildForm = <
  const K extends BuildKind,
  I extends v.GenericSchema<unknown, InputOf<K>>,
  W extends v.GenericSchema<unknown, InputOf<K>>,
>(
  kind: K,
  { input, view, refuse = () => undefined }: Given<K, I, W>,
): BuildForm<K, I, W> => ({ kind, input, view, refuse });
