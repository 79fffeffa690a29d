/** One line of the review: what was counted, what it is to be, and from when on it may not get worse. */
export interface Measure {
  name: string;
  measured: string;
  goal: string;
  isMet: boolean;
  /** Lost: what holds today holds no more. */
  isLost: boolean;
  /** What stands in the way, one a line. */
  missing: string[];
}
