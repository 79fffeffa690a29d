import { bytesOf, refuseUnseen, told } from "./refuse.ts";

const maxBytes = 256;

/**
 * Why a text is no name of a user on a server; undefined: it is one. Directories name people as they like: `first.last`, `Admin`,
 * `ada@corp.example.com`, `CORP\ada`. The name is told to sshd as it stands and to no shell.
 */
export function refuseServerUser(user: string): string | undefined {
  if (user === "") return "must be the name of a user on the server, such as root";
  const unseen = refuseUnseen(user);
  if (unseen !== undefined) return unseen;
  if (bytesOf(user) > maxBytes) return `must be at most ${maxBytes} bytes long`;
  const mark = [":", "/"].find((each) => user.includes(each));
  if (mark !== undefined) return `must not contain ${mark}, which ends a name in the lists of users and in paths`;
  if (user.startsWith("-")) return "must not start with -, which programs take for an option";
  if (user.trim() !== user) return `must not begin or end with a space: ${told(user)}`;
  return user === "." || user === ".." ? `must not be ${user}, which is a folder` : undefined;
}
