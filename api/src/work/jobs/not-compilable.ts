// pure

const redo = "Look at its settings, its source and its server, then deploy again.";

/** Something the job works on is gone, or is stored in a way that nobody can read. The job can only fail, with this as its cause. */
export class NotCompilable extends Error {
  override readonly name = "NotCompilable";
  readonly nextAction: string;
  constructor(sentence: string, nextAction = redo) {
    super(sentence);
    this.nextAction = nextAction;
  }
}

/** A credential would go to somebody else than it was given for. */
export const elsewhere = (sentence: string) =>
  new NotCompilable(
    sentence,
    "Look at its repository or image and at its source: credentials go only where they were given for. Then deploy again.",
  );
