import type * as v from "valibot";
import type { BuildWords } from "../words/builds/build-words.ts";
import type { FieldWords } from "../words/settings/setting-words.ts";

type Body<K extends string> = v.GenericSchema<unknown, { kind: K }>;

/** What a person says of it: all of it but what is asked for with a single deployment. */
type Field<K extends string, S extends Body<K>> = Exclude<keyof v.InferOutput<S> & string, "kind" | "noCache">;

/** All that both sides know of one way to come by an image. */
export type BuildDefinition<K extends string, F extends "git" | "image", S extends Body<K>> = {
  kind: K;
  /** Words for each of its fields, and a field for each of the words. */
  words: BuildWords & { from: F; fields: Record<Field<K, S>, FieldWords> };
  /** As it is frozen in a deployment. */
  spec: S;
  /** Where the process listens unless somebody says otherwise. */
  port: number;
  /** Whether a Dockerfile of the repository may ask for variables by ARG, which puts their values into the image's history. */
  asksByArgument: boolean;
  /** Images besides the source whose programs run, by the field that names them. */
  images: (build: v.InferOutput<S>) => Readonly<Record<string, string>>;
  /** Registries that it pulls from; null: whichever its Dockerfile names, which only the runner reads. */
  registries: (build: v.InferOutput<S>) => readonly string[] | null;
};

export const buildKind = <const K extends string, const F extends "git" | "image", S extends Body<K>>(
  definition: BuildDefinition<K, F, S>,
): BuildDefinition<K, F, S> & { from: F } => ({ ...definition, from: definition.words.from });

/** Of kinds that name no image of their own. */
export const namesNoImage = () => ({});
