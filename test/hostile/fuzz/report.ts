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
  /** Files of the product in which something looked into what was sent. */
  reached: string[];
}

/** A line of the process that tries. */
export interface Line {
  at?: number;
  failure?: Failure;
  tried?: Tried;
}
