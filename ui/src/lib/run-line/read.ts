/** What is not taken over, and why. */
export type Finding = { part: string; sentence: string };

/** What a line said, as far as it has been read. */
export type Read = {
  /** The option that is being read. */
  flag: string;
  name: string | undefined;
  /** Settings by their name, as the API takes them. */
  container: Record<string, unknown>;
  /** null: the image's own check is switched off; undefined: nothing was said. */
  health: Record<string, unknown> | null | undefined;
  variables: { key: string; value: string }[];
  entrypoint: string | undefined;
  findings: Finding[];
  tell: (part: string, sentence: string) => void;
};

export function emptyRead(): Read {
  const findings: Finding[] = [];
  return {
    flag: "",
    name: undefined,
    container: {},
    health: undefined,
    variables: [],
    entrypoint: undefined,
    findings,
    tell: (part, sentence) => void findings.push({ part, sentence }),
  };
}
