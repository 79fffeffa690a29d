export interface Failure {
  seed: number;
  what: string;
  words: string;
}

export interface Tried {
  tries: number;
  read: number;
  refused: number;
  /** How often something of each kind was read. */
  kinds: Record<string, number>;
}

/** A line of the process that tries. */
export interface Line {
  at?: number;
  failure?: Failure;
  tried?: Tried;
}
