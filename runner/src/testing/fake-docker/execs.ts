import * as v from "valibot";
import { type DockerState, nextId, Refusal, type Route } from "./state.ts";

/** Our own way of running a line: the shell, its script and its name come before the line and its mark. */
const Asked = v.object({ Cmd: v.pipe(v.array(v.string()), v.minLength(5)) });

/** What the shell prints to its first output, as Docker frames it. */
function framed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

const runningIn = ({ containers }: DockerState, id: string) => {
  const found = containers.find((each) => each.id === id);
  if (!found) throw new Refusal(404, `No such container: ${id}`);
  if (found.state !== "running") throw new Refusal(409, `Container ${id} is not running`);
  return found;
};

export const execRoutes: readonly Route[] = [
  [
    "POST",
    /^\/containers\/([^/]+)\/exec$/,
    (state, { body }, [id = ""]) => {
      const { Cmd } = v.parse(Asked, body);
      runningIn(state, id);
      const exec = nextId();
      state.execs.set(exec, { container: id, line: Cmd[4] ?? "", mark: Cmd[5] ?? "" });
      return { status: 201, body: { Id: exec } };
    },
  ],
  [
    "POST",
    /^\/exec\/([^/]+)\/start$/,
    (state, _call, [id = ""]) => {
      const exec = state.execs.get(id);
      if (!exec) throw new Refusal(404, `No such exec instance: ${id}`);
      runningIn(state, exec.container);
      const begun = `${exec.mark} 7\n`;
      // It never ends by itself, and Docker ends nothing.
      if (exec.line.startsWith("sleep ")) return { status: 200, bytes: framed(begun), isOpen: true };
      const said = exec.line.startsWith("echo ") ? `${exec.line.slice("echo ".length)}\n` : "";
      const exitCode = /^exit (\d+)$/.exec(exec.line)?.[1] ?? "0";
      return { status: 200, bytes: framed(`${begun}${said}\n${exec.mark} ${exitCode}\n`) };
    },
  ],
];
