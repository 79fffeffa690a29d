import type { ApplicationView, FileView } from "../api/types.ts";

export type PlacedFile = NonNullable<ApplicationView["container"]["files"]>[number];
/** A file of the settings with what is known of what is in it. */
export type ShownFile = PlacedFile & { told: FileView | undefined };

export const shownFiles = (placed: readonly PlacedFile[], told: readonly FileView[]): ShownFile[] =>
  placed.map((file) => ({ ...file, told: told.find(({ id }) => id === file.content) }));

/** `before`: path of the one whose place it takes; null: it is new. */
type Replaced = { file: PlacedFile; before: string | null };

export const filesWith = (placed: readonly PlacedFile[], { file, before }: Replaced): PlacedFile[] =>
  before === null ? [...placed, file] : placed.map((each) => (each.path === before ? file : each));

export const filesWithout = (placed: readonly PlacedFile[], path: string): PlacedFile[] =>
  placed.filter((each) => each.path !== path);

export const nameOf = (path: string): string => path.split("/").at(-1) ?? path;
