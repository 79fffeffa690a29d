import { download } from "../download.ts";

/** Hands a text to the browser as a file. */
export const downloadText = (fileName: string, text: string): void =>
  download(fileName, { parts: [text, "\n"], type: "text/plain" });
