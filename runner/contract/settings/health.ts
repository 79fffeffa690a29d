import * as v from "valibot";
import { added, toldBy } from "../ageing/index.ts";
import { Command, Port, RequestPath } from "../grammar.ts";
import { type HealthSetting, healthKinds, healthMethods, healthWords } from "../words/settings/index.ts";
import { namedOnce } from "./named-once.ts";

const count = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const words = healthWords;

const visible = v.check((text: string) => {
  return (
    text.isWellFormed() && [...text].every((letter) => letter === "\t" || letter >= " ") && !text.includes("\u007f")
  );
}, "must not contain control characters");

/** Those that say how the exchange itself goes are ours. */
const framing = ["connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "expect"];
const Header = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "must be the name of a header, such as Authorization"),
    v.check((name) => !framing.includes(name.toLowerCase()), `must not be one of ${framing.join(", ")}`),
  ),
  // What a header may carry without being cut or read in two ways.
  value: v.pipe(v.string(), v.maxLength(2_000), v.regex(/^[\t\u0020-\u007e]*$/, "must hold printable ASCII only")),
});

/**
 * When a release may get traffic: after `successes` good answers in a row, asked from outside the image, or inside it by a command. Of the
 * fields only those of its `kind` are read; the others keep what was typed for another one.
 */
export const HealthCheck = v.strictObject({
  kind: added(3, { as: v.picklist(healthKinds), absent: "http", words: words.kind }),
  path: v.pipe(RequestPath, v.metadata(toldBy(words.path))),
  method: added(3, { as: v.picklist(healthMethods), absent: "GET", words: words.method }),
  /** null: the one that the resource listens on. */
  port: added(3, { as: v.nullable(Port), absent: null, words: words.port }),
  headers: added(3, { as: namedOnce(Header, 20), absent: [], words: words.headers }),
  acceptFrom: v.pipe(count(100, 599), v.metadata(toldBy(words.acceptFrom))),
  acceptTo: v.pipe(count(100, 599), v.metadata(toldBy(words.acceptTo))),
  /** In the first 64 KiB of the answer. */
  bodyContains: added(3, {
    as: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(200), visible)),
    absent: null,
    words: words.bodyContains,
  }),
  /** A line for a shell inside the container; good when it ends with 0. */
  command: added(3, { as: v.nullable(Command), absent: null, words: words.command }),
  intervalMs: v.pipe(count(50, 60_000), v.metadata(toldBy(words.intervalMs))),
  timeoutMs: v.pipe(count(100, 60_000), v.metadata(toldBy(words.timeoutMs))),
  successes: v.pipe(count(1, 20), v.metadata(toldBy(words.successes))),
  deadlineMs: v.pipe(count(1_000, 1_800_000), v.metadata(toldBy(words.deadlineMs))),
} satisfies Record<HealthSetting, v.GenericSchema>);
export type HealthCheck = v.InferOutput<typeof HealthCheck>;

/** Of a resource for which nobody set anything. */
export const usualHealth: HealthCheck = v.parse(
  HealthCheck,
  Object.fromEntries(Object.entries(healthWords).map(([key, { usual }]) => [key, usual])),
);

/** Fields that are each right and make no sense together. */
export function refuseHealth(health: HealthCheck): { field: HealthSetting; reason: string } | undefined {
  if (health.kind === "command" && health.command === null)
    return { field: "command", reason: "must be a command, because the check is one" };
  if (health.kind !== "http") return undefined;
  if (health.acceptFrom > health.acceptTo) return { field: "acceptTo", reason: "must not be smaller than acceptFrom" };
  if (health.method === "HEAD" && health.bodyContains !== null)
    return { field: "bodyContains", reason: "must be empty, because an answer to HEAD has no text" };
  return undefined;
}
