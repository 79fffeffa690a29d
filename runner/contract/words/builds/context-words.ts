import type { FieldWords } from "../settings/setting-words.ts";

/** Of every build that starts from a folder of the repository. */
export const contextWords = {
  title: "Folder",
  help: "Relative to the repository.",
  input: "text",
  isNeeded: true,
  placeholder: "",
  usual: ".",
  example: "web",
} as const satisfies FieldWords;
