// pure

/** What was uploaded, byte by byte. */
export const bytesOf = ({ text, base64 }: { text?: string | undefined; base64?: string | undefined }): Uint8Array =>
  text === undefined ? decode(base64 ?? "") : new TextEncoder().encode(text);

/** undefined: it is no text that an editor could give back unchanged. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

// Node's Buffer is a hundred times faster than letters one by one, and both homes have it.
export const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const decode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
