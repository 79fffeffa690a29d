import { FieldError } from "../forms/field-error.ts";
import { bytesIn } from "../forms/typed-numbers.ts";

// Lists as they are typed: one thing a line, empty lines passed over. What is wrong is told with the line that it stands in.

const mib = 1_048_576;
const linesIn = (text: string): string[] => text.split("\n").flatMap((line) => line.trim() || []);

/** `name=value`; the value may hold further equals signs. */
function pairIn(path: string, line: string): { name: string; value: string } {
  const at = line.indexOf("=");
  if (at < 1) throw new FieldError(path, `Write name=value; “${line}” has no name before an equals sign.`);
  return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
}

export const wordsIn = (_path: string, text: string): string[] => linesIn(text);
export const pairsIn = (path: string, text: string) => linesIn(text).map((line) => pairIn(path, line));
export const pairsTyped = (pairs: readonly { name: string; value: string }[]): string =>
  pairs.map(({ name, value }) => `${name}=${value}`).join("\n");

/** `db.internal=10.0.0.5`, as `docker run` has it with a colon, or as a hosts file has it: `10.0.0.5 db.internal`. */
export const hostsIn = (path: string, text: string) =>
  linesIn(text).map((line) => {
    const [first = "", second = "", ...more] = line.split(/\s+/);
    if (second !== "" && more.length === 0) return { name: second, address: first };
    const at = line.search(/[=:]/);
    if (at < 1 || second !== "")
      throw new FieldError(path, `Write name=address such as db.internal=10.0.0.5; “${line}” is none.`);
    return { name: line.slice(0, at).trim(), address: line.slice(at + 1).trim() };
  });
export const hostsTyped = (hosts: readonly { name: string; address: string }[]): string =>
  hosts.map(({ name, address }) => `${name}=${address}`).join("\n");

const limitIn = (path: string, text: string): number => {
  if (/^(?:-1|unlimited)$/i.test(text)) return -1;
  if (!/^\d{1,16}$/.test(text))
    throw new FieldError(path, `Write a whole number, or -1 for unlimited; “${text}” is none.`);
  return Number(text);
};

/** `nofile=1024:65536`: soft and hard; one number is both. */
export const limitsIn = (path: string, text: string) =>
  linesIn(text).map((line) => {
    const { name, value } = pairIn(path, line);
    const [soft = "", hard = soft, ...more] = value.split(":");
    if (more.length > 0) throw new FieldError(path, `Write name=soft:hard; “${line}” has more than two numbers.`);
    return { name, soft: limitIn(path, soft), hard: limitIn(path, hard) };
  });
export const limitsTyped = (limits: readonly { name: string; soft: number; hard: number }[]): string =>
  limits.map(({ name, soft, hard }) => `${name}=${soft === hard ? soft : `${soft}:${hard}`}`).join("\n");

/** `/tmp 64 MB`: the size is what stands behind the last blank that a size follows. */
export const foldersIn = (path: string, text: string) =>
  linesIn(text).map((line) => {
    const found = /\s([\d.,]{1,30} ?[kmgt]?i?b?)$/i.exec(line);
    const folder = found ? line.slice(0, found.index).trim() : line;
    return { path: folder, sizeBytes: found?.[1] ? bytesIn(path, found[1]) : null };
  });
export const foldersTyped = (folders: readonly { path: string; sizeBytes: number | null }[]): string =>
  folders
    .map((each) => (each.sizeBytes === null ? each.path : `${each.path} ${bytesTyped(each.sizeBytes)}`))
    .join("\n");

type Bind = { source: string; path: string; isReadOnly: boolean };

/** `/srv/photos:/photos`, or with `:ro` behind it, as `docker run -v` has it. */
export const bindsIn = (path: string, text: string): Bind[] =>
  linesIn(text).map((line) => {
    const [source = "", target = "", options = "rw", ...more] = line.split(":");
    if (!target || more.length > 0 || !["rw", "ro"].includes(options))
      throw new FieldError(
        path,
        `Write folder:folder such as /srv/photos:/photos, perhaps with :ro; “${line}” is none.`,
      );
    return { source: source.trim(), path: target.trim(), isReadOnly: options === "ro" };
  });
export const bindsTyped = (binds: readonly Bind[]): string =>
  binds.map((each) => `${each.source}:${each.path}${each.isReadOnly ? ":ro" : ""}`).join("\n");

type Device = { path: string; target: string; access: string };

/** `/dev/ttyUSB0`, `/dev/ttyUSB0:/dev/modem` or `/dev/ttyUSB0:/dev/modem:rw`, as `docker run --device` has it. */
export const devicesIn = (path: string, text: string): Device[] =>
  linesIn(text).map((line) => {
    const [device = "", second, third, ...more] = line.split(":");
    const isShort = second !== undefined && third === undefined && !second.startsWith("/");
    if (more.length > 0)
      throw new FieldError(
        path,
        `Write a device such as /dev/ttyUSB0 or /dev/ttyUSB0:/dev/modem:rw; “${line}” is none.`,
      );
    return isShort
      ? { path: device, target: device, access: second }
      : { path: device, target: second ?? device, access: third ?? "rwm" };
  });
export const devicesTyped = (devices: readonly Device[]): string =>
  devices
    .map(({ path, target, access }) => {
      if (access !== "rwm") return `${path}:${target}:${access}`;
      return path === target ? path : `${path}:${target}`;
    })
    .join("\n");

type Published = { port: number; address: string; target: number; protocol: string };

/** `5433:5432`, `53:53/udp` or `0.0.0.0:53:53/udp`, as `docker run -p` has it; one number is the port of both. */
export const portsIn = (path: string, text: string): Published[] =>
  linesIn(text).map((line) => {
    const [, address = "127.0.0.1", port, target = port, protocol = "tcp"] =
      /^(?:([\d.]{7,15}):)?(\d{1,5})(?::(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(line) ?? [];
    if (port === undefined)
      throw new FieldError(path, `Write port:port such as 5433:5432, or 0.0.0.0:53:53/udp; “${line}” is none.`);
    return { port: Number(port), address, target: Number(target), protocol };
  });
export const portsTyped = (ports: readonly Published[]): string =>
  ports
    .map(({ port, address, target, protocol }) => {
      const bound = address === "127.0.0.1" ? "" : `${address}:`;
      return `${bound}${port}:${target}${protocol === "tcp" ? "" : `/${protocol}`}`;
    })
    .join("\n");

/** In the largest unit that says it exactly, or in MiB to three digits. */
export function bytesTyped(bytes: number): string {
  if (bytes !== 0 && bytes % (1_024 * mib) === 0) return `${bytes / (1_024 * mib)} GB`;
  if (bytes % mib === 0) return `${bytes / mib} MB`;
  if (bytes % 1_024 === 0) return `${bytes / 1_024} KB`;
  return `${Number((bytes / mib).toFixed(3))} MB`;
}
