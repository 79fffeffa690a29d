import * as v from "valibot";
import { namedOnce } from "./named-once.ts";

/** Numbers of cores and ranges of them. */
export const CpuSet = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check(isCpuSet, "must be numbers of cores and ranges such as 0-2,5, the smaller one first"),
);

function isCpuSet(text: string): boolean {
  return text.split(",").every((part) => {
    const [first = "", last = first, ...more] = part.split("-");
    return more.length === 0 && isCore(first) && isCore(last) && Number(first) <= Number(last);
  });
}
const isCore = (text: string) => /^(?:0|[1-9][0-9]{0,3})$/.test(text);

/** Limits that a process may have of its own. Those of priority (nice, rtprio, rttime) would take the processor from the whole server. */
const limitNames = [
  "as",
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nofile",
  "nproc",
  "rss",
  "sigpending",
  "stack",
] as const;

/** -1: unlimited. Units are the kernel's: files, processes, bytes, seconds. */
const Limit = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(Number.MAX_SAFE_INTEGER));
const orUnlimited = (limit: number) => (limit === -1 ? Number.POSITIVE_INFINITY : limit);

const Ulimit = v.pipe(
  v.strictObject({
    name: v.picklist(limitNames, `must be one of ${limitNames.join(", ")}`),
    soft: Limit,
    hard: Limit,
  }),
  v.check(({ soft, hard }) => orUnlimited(soft) <= orUnlimited(hard), "must not be softer than its hard limit allows"),
);
export const Ulimits = namedOnce(Ulimit, limitNames.length);
