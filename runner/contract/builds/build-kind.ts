import type * as v from "valibot";

type Body<K extends string> = v.GenericSchema<unknown, { kind: K }>;

/** All that both sides know of one way to come by an image. */
export type BuildDefinition<K extends string, F extends "git" | "image", S extends Body<K>> = {
  kind: K;
  /** What it starts from: a repository, or an image that is there already. */
  from: F;
  /** As it is frozen in a deployment. */
  spec: S;
  /** What it is called where people see it. */
  title: string;
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
): BuildDefinition<K, F, S> => definition;

/** Of kinds that name no image of their own. */
export const namesNoImage = () => ({});
