import type * as v from "valibot";
import type { StepClass } from "../step.ts";
import type { ServerTarget } from "../targets/index.ts";
import type { WorkloadSpec } from "../workload.ts";
import type { ServerRoutes } from "./server-routes.ts";

/** What an everyday payload is put together from. */
export type Everyday = {
  target: ServerTarget;
  team: string;
  application: string;
  source: string;
  spec: WorkloadSpec;
  routes: ServerRoutes;
};

/** What a job would have the runner do, for the policy of that runner. */
export type Asked = {
  /** Everything whose programs would run: where code comes from, what builds it, an image that is named. */
  code: readonly string[];
  /** Linux capabilities beyond the usual. */
  capabilities: readonly string[];
  /** Labels for other programs of the server, as `name=value`. */
  labels: readonly string[];
  /** Ports of the server itself. */
  hostPorts: readonly number[];
  /** Folders and files of the server itself. */
  hostMounts: readonly string[];
  /** Other machines whose files the server would mount. */
  networkShares: readonly string[];
  /** Devices of the server; `gpu` for any GPU. */
  devices: readonly string[];
  isPrivileged: boolean;
};
export const asksNothing = (): Asked => ({
  code: [],
  capabilities: [],
  labels: [],
  hostPorts: [],
  hostMounts: [],
  networkShares: [],
  devices: [],
  isPrivileged: false,
});

type Body<K extends string> = v.GenericSchema<unknown, { kind: K }>;

/** All that both sides know of one kind of job. */
export type JobDefinition<K extends string, P extends Body<K>, R extends Body<string>> = {
  kind: K;
  payload: P;
  /** What a job of this kind tells when it succeeds. */
  result: R;
  words: {
    /** What it is called where people see it. */
    title: string;
    /** What whoever waits for it is told; `noun`: what people call that which both jobs are on, such as "application". */
    underway: (noun: string) => string;
  };
  /** What may happen to its own step when nobody knows whether that finished. */
  class: StepClass;
  /** What `policy.json` of a runner calls it. */
  verb: string;
  asks: (payload: v.InferOutput<P>) => Asked;
  /** One that could come any day: the tests over all kinds work on it. */
  everyday: (given: Everyday) => NoInfer<v.InferOutput<P>>;
};

export const jobKind = <const K extends string, P extends Body<K>, R extends Body<string>>(
  definition: JobDefinition<K, P, R>,
): JobDefinition<K, P, R> => definition;
