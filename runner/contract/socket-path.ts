import { bytesOf, refuseUnseen, told } from "./refuse.ts";

/** What the kernel takes for the path of a unix socket. */
const maxBytes = 107;

/** Why a text is no path of Docker's socket on a server; undefined: it is one. It is opened as it stands and reaches no shell. */
export function refuseSocketPath(path: string): string | undefined {
  const scheme = /^([a-z]{2,10}):\/\//i.exec(path)?.[1]?.toLowerCase();
  if (scheme === "unix") return "must be the path alone, without unix:// before it";
  if (scheme !== undefined)
    return `must be the path of a socket on the server; Docker by ${scheme} is not spoken, because the runner comes by SSH`;
  if (!path.startsWith("/"))
    return `must be an absolute path such as /run/user/1000/docker.sock, and begins with ${told(path.slice(0, 1))}`;
  const unseen = refuseUnseen(path);
  if (unseen !== undefined) return unseen;
  if (bytesOf(path) > maxBytes) return `must be at most ${maxBytes} bytes long, which is what a socket's path may have`;
  const part = path
    .slice(1)
    .split("/")
    .find((each) => each === "" || each === "." || each === "..");
  if (part === "") return "must not have an empty part, which // or a / at the end makes";
  return part === undefined ? undefined : `must not have a part that is ${part}`;
}
