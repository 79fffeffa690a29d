import type * as v from "valibot";
import { type Node, nodeOf } from "./node.ts";
import { type Rule, rewrite } from "./rewrite.ts";

/**
 * The same schema for what another version may have written: fields that it does not know are passed over, and a word that it does not
 * know is read as the one that stands for all such. For what tells (rows, reports, answers); never for what is to be done, where an
 * unknown field would be an order that is not followed.
 */
export function tolerant<const S extends v.GenericSchema>(schema: S): S {
  const known = (value: unknown) => rewrite(nodeOf(schema), value, knownOnly);
  return {
    ...schema,
    "~run": (dataset: { value: unknown }, config: v.Config<v.BaseIssue<unknown>>) =>
      schema["~run"]({ ...dataset, value: known(dataset.value) }, config),
    "~standard": {
      ...schema["~standard"],
      validate: (value: unknown) => schema["~standard"].validate(known(value)),
    },
  };
}

const knownOnly: Rule = {
  keeps: (node) => node !== undefined,
  word: (word, { mark, node }) => (knows(node, word) ? word : mark.unknown),
};

const knows = ({ options }: Node, word: string) => options?.includes(word) ?? false;
