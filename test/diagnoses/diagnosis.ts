import { formatTable } from "../../scripts/print/table.ts";

/** What a person is told: the class, which UI and alerts know, one sentence and what to do. */
export type Told = { class: string; sentence: string; nextAction: string };

/** One thing that is set up wrongly, the words in which the world says so, and what must be made of them. */
export type Diagnosis<Said> = {
  setup: string;
  said: Said;
  class: string;
  says: RegExp;
  advises: RegExp;
};

/** What is diagnosed from recorded answers, by one function of the product. */
export type Subject<Said> = {
  name: string;
  explain(said: Said): Told | Promise<Told>;
  rows: readonly Diagnosis<Said>[];
};

export const printDiagnoses = (rows: readonly { subject: string; setup: string; told: Told }[]): string =>
  formatTable(
    ["subject", "set-up", "class", "is told"],
    rows.map(({ subject, setup, told }) => [subject, setup, told.class, told.sentence.slice(0, 110)]),
  );
