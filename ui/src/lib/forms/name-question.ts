/** A dialog that asks for one name and does one thing with it. */
export type NameQuestion = {
  title: string;
  description?: string;
  verb: string;
  initial: string;
  save: (name: string) => Promise<void>;
};
