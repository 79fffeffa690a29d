import type { FieldWords } from "../settings/setting-words.ts";

/** A way to come by an image as it is told. Only words: what a value may be says its schema, and how it is made a runner. */
export type BuildWords = {
  /** What it is called where people see it. */
  title: string;
  /** What it starts from: a repository, or an image that is there already. */
  from: "git" | "image";
  /** Stands under its title where it is chosen, which is asked of those that start from a repository. */
  hint?: string;
  /** What a person says of it, by the name of the field, in the order in which it is shown. */
  fields: Readonly<Record<string, FieldWords>>;
};
