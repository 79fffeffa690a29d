// pure

/** Lists of files: what makes a payload large, and what the paths that an application watches are held against. */
const lists: ReadonlySet<string> = new Set(["added", "modified", "removed"]);
/** Names of what a decision needs, of all forges. */
const needed: ReadonlySet<string> = new Set([
  ...lists,
  ...["ref", "ref_type", "before", "after", "created", "deleted", "forced", "event_name"],
  ...["repository", "project", "project_id", "id", "full_name", "path_with_namespace", "uuid"],
  ...["commits", "head_commit", "total_commits", "total_commits_count", "message", "author", "name", "raw"],
  ...["push", "changes", "new", "old", "type", "target", "hash"],
]);
/** Of a longer text, as of a commit's message, the beginning is kept. */
const maxTextBytes = 1_000;
/** Longer than any name that is needed. */
const maxKeyLength = 40;

const code = (letter: string) => letter.charCodeAt(0);
const quote = code('"');
const backslash = code("\\");
const comma = code(",");
const [openObject, closeObject, openList, closeList] = [code("{"), code("}"), code("["), code("]")];
/** A colon, and what JSON takes for space. */
const passedOver: ReadonlySet<number> = new Set([code(":"), 32, 10, 13, 9]);

type Level = {
  isObject: boolean;
  isKept: boolean;
  isOfFiles: boolean;
  hasItems: boolean;
  wantsKey: boolean;
  key: string;
};
type Text = { isKey: boolean; isKept: boolean; from: number; isEscaped: boolean; escapeLeft: number };

/**
 * Keeps of a payload that comes in pieces what a decision needs, in memory of that size. What is no JSON stays none: nothing is judged
 * here, and whoever reads the rest says what is wrong with it.
 */
export class Trimmer {
  readonly #kept: Kept;
  readonly #levels: Level[] = [];
  #fileBytesLeft: number;
  #text: Text | null = null;
  #scalar: "kept" | "left" | null = null;

  constructor({ maxBytes }: { maxBytes: number }) {
    this.#kept = new Kept(maxBytes);
    this.#fileBytesLeft = maxBytes / 2;
  }

  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && !this.#kept.isOver; at += 1) this.#onByte(piece[at] ?? 0);
  }

  /** What is left, as text; null: it is still larger than may be kept. */
  end(): string | null {
    if (this.#kept.isOver) return null;
    return this.#fileBytesLeft > 0 ? this.#kept.text() : withoutLists(this.#kept.text());
  }

  #onByte(byte: number): void {
    const text = this.#text;
    if (text && byte === quote && !text.isEscaped && text.escapeLeft === 0) this.#endText(text);
    else if (text) this.#inText(text, byte);
    else if (byte === quote) this.#beginText();
    else if (!this.#isMark(byte)) {
      this.#scalar ??= this.#begin() ? "kept" : "left";
      if (this.#scalar === "kept") this.#kept.add(byte);
    }
  }

  /** Whether the byte stands between values; then it has been seen to. */
  #isMark(byte: number): boolean {
    const isOpening = byte === openObject || byte === openList;
    const isClosing = byte === closeObject || byte === closeList;
    if (!isOpening && !isClosing && byte !== comma && !passedOver.has(byte)) return false;
    this.#scalar = null;
    if (isOpening) this.#open(byte);
    if (isClosing && this.#levels.pop()?.isKept) this.#kept.add(byte);
    const level = this.#levels.at(-1);
    if (byte === comma && level?.isObject) level.wantsKey = true;
    return true;
  }

  #open(byte: number): void {
    const level = this.#levels.at(-1);
    const isObject = byte === openObject;
    const isOfFiles = !isObject && level?.isObject === true && lists.has(level.key);
    const isKept = this.#begin();
    if (isKept) this.#kept.add(byte);
    this.#levels.push({ isObject, isKept, isOfFiles, hasItems: false, wantsKey: isObject, key: "" });
  }

  /** A value begins: whether it is kept, with what stands before it. */
  #begin(): boolean {
    const level = this.#levels.at(-1);
    if (!level) return true;
    const isWanted = level.isObject ? needed.has(level.key) : !level.isOfFiles || this.#fileBytesLeft > 0;
    if (!level.isKept || !isWanted) return false;
    if (level.hasItems) this.#kept.add(comma);
    level.hasItems = true;
    if (level.isObject) this.#kept.addText(`"${level.key}":`);
    return true;
  }

  #beginText(): void {
    this.#scalar = null;
    const level = this.#levels.at(-1);
    const isKey = level?.isObject === true && level.wantsKey;
    if (isKey) level.key = "";
    const isKept = !isKey && this.#begin();
    if (isKept) this.#kept.add(quote);
    this.#text = { isKey, isKept, from: this.#kept.size, isEscaped: false, escapeLeft: 0 };
  }

  #inText(text: Text, byte: number): void {
    const isInEscape = text.isEscaped || text.escapeLeft > 0;
    if (text.isEscaped) text.escapeLeft = byte === code("u") ? 4 : 0;
    else if (text.escapeLeft > 0) text.escapeLeft -= 1;
    text.isEscaped = !isInEscape && byte === backslash;
    const level = this.#levels.at(-1);
    if (text.isKey && level && level.key.length < maxKeyLength) level.key += String.fromCharCode(byte);
    if (!text.isKept) return;
    // Cut only where a character begins.
    const isWithin = isInEscape || (byte & 0xc0) === 0x80 || this.#kept.size - text.from < maxTextBytes;
    text.isKept = isWithin;
    this.#kept.add(isWithin ? byte : quote);
  }

  #endText({ isKey, isKept, from }: Text): void {
    this.#text = null;
    const level = this.#levels.at(-1);
    if (isKey && level) level.wantsKey = false;
    if (isKept) this.#kept.add(quote);
    if (level?.isOfFiles) this.#fileBytesLeft -= this.#kept.size - from;
  }
}

/** A part of the files would say that no others changed: none are told, as forges do of long histories. */
function withoutLists(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json, (key, value: unknown) => (lists.has(key) ? undefined : value)));
  } catch {
    return json;
  }
}

class Kept {
  readonly #maxBytes: number;
  #bytes = new Uint8Array(16_384);
  size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }
  get isOver(): boolean {
    return this.size > this.#maxBytes;
  }
  add(byte: number): void {
    if (this.size === this.#bytes.length) {
      const wider = new Uint8Array(this.size * 2);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#bytes[this.size] = byte;
    this.size += 1;
  }
  addText(text: string): void {
    for (const byte of new TextEncoder().encode(text)) this.add(byte);
  }
  text(): string {
    return new TextDecoder().decode(this.#bytes.subarray(0, this.size));
  }
}
