/** All that is said of one kind of event that channels tell of. What tells it is the business of the feature where it happens. */
export type AlertWords = {
  /** What it is called where people choose it. */
  label: string;
  /** Something is wrong: shown in red, and told to programs as a problem. */
  isBad: boolean;
  /** A new channel tells it unless its maker says otherwise. */
  isUsual: boolean;
};
