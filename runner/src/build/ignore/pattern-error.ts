// pure

/** Docker would refuse the whole file; the message says what to do. */
export class PatternError extends Error {
  override name = "PatternError";
}
