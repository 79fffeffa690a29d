import type { FileStat } from "../hosts/host.ts";
import { contextFolder, likelySockets, namingFiles, type SocketOwner, socketsNamedIn } from "./docker-sockets.ts";

/** What may be looked at on a server to tell why Docker does not answer. */
export type ServerLook = {
  home: () => Promise<string>;
  stat: (path: string) => Promise<FileStat | undefined>;
  read: (path: string) => Promise<Buffer>;
  list: (path: string) => Promise<string[]>;
};

/** Whatever fails is a thing that is not known. */
export const orNot = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
const textOf = async ({ read }: ServerLook, path: string) => (await orNot(read(path)))?.toString("utf8") ?? "";
const rowsOf = (text: string) => text.split("\n").map((line) => line.split(":"));

/** Users of a directory stand in no list of the server; their homes tell whose they are. */
export async function ownerOf(look: ServerLook, user: string): Promise<SocketOwner> {
  const [home = "/", users] = await Promise.all([orNot(look.home()), textOf(look, "/etc/passwd")]);
  const listed = Number(rowsOf(users).find(([name]) => name === user)?.[2]);
  const id = Number.isSafeInteger(listed) ? listed : (await orNot(look.stat(home)))?.ownerId;
  return { home, id };
}

export type Group = { name: string; id: number; hasUser: boolean };

export async function groupsOf(look: ServerLook, user: string): Promise<Group[]> {
  const rows = rowsOf(await textOf(look, "/etc/group"));
  return rows.flatMap(([name = "", , id = "", members = ""]) =>
    /^\d{1,10}$/.test(id) ? [{ name, id: Number(id), hasUser: members.split(",").includes(user) }] : [],
  );
}

/** Whether somebody listens at the path; undefined: nobody could tell. */
export async function isListenedAt(look: ServerLook, path: string): Promise<boolean | undefined> {
  const table = await textOf(look, "/proc/net/unix");
  if (table === "") return undefined;
  const names = [path, path.replace(/^\/var\/run\//, "/run/"), path.replace(/^\/run\//, "/var/run/")];
  return table
    .split("\n")
    .some((line) => line.includes(" 00010000 ") && names.some((name) => line.endsWith(` ${name}`)));
}

/** Another socket that Docker may have: one that the user's files name, or one where it is known to listen. */
export async function findOtherSocket(look: ServerLook, owner: SocketOwner): Promise<string | undefined> {
  const folder = `${owner.home}/${contextFolder}`;
  const contexts = ((await orNot(look.list(folder))) ?? []).filter((name) => /^[0-9a-f]{64}$/.test(name)).slice(0, 5);
  const files = [
    ...namingFiles.map((name) => `${owner.home}/${name}`),
    ...contexts.map((name) => `${folder}/${name}/meta.json`),
    "/etc/environment",
  ];
  const texts = await Promise.all(files.map((file) => textOf(look, file)));
  const named = texts.flatMap((text) => socketsNamedIn(text, owner)).slice(0, 20);
  const paths = [...new Set([...named, ...likelySockets(owner)])];
  const kinds = await Promise.all(paths.map((path) => orNot(look.stat(path))));
  return paths.find((_path, index) => kinds[index]?.kind === "socket");
}
