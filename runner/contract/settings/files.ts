import * as v from "valibot";
import { namedOnce } from "./named-once.ts";
import { ContainerPath } from "./process.ts";

const kernelFolders = ["/", "/proc", "/sys", "/dev"];
const isKernels = (path: string) => kernelFolders.includes(path) || /^\/(?:proc|sys|dev)\//.test(path);

const TemporaryFolder = v.strictObject({
  path: v.pipe(
    ContainerPath,
    v.check((path) => !isKernels(path), "must not be the kernel's own: /, /proc, /sys, /dev"),
  ),
  /** null: half of the server's memory, as the kernel has it. */
  sizeBytes: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(4_096), v.maxValue(Number.MAX_SAFE_INTEGER))),
});
export const TemporaryFolders = v.pipe(
  v.array(TemporaryFolder),
  v.maxLength(20),
  v.check((list) => new Set(list.map(({ path }) => path)).size === list.length, "must name each folder once"),
);

const ours = ["fairlead.", "com.docker.", "io.docker.", "org.dockerproject."];

const Label = v.strictObject({
  name: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/, "must hold letters, digits and . _ / -, such as example.team"),
    v.check((name) => !ours.some((prefix) => name.startsWith(prefix)), `must not begin with ${ours.join(", ")}`),
  ),
  value: v.pipe(
    v.string(),
    v.maxLength(2_000),
    v.check((value) => !value.includes("\0") && value.isWellFormed(), "must be text"),
  ),
});
/** What other programs of a server read off its containers. Ours say whose they are, so they are nobody else's to write. */
export const Labels = namedOnce(Label, 50);
