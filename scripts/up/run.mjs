// Installs what is missing, then runs scripts/<task>.ts on the pinned Node, or with `run` a program that came with the packages.
import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseNode, refuseOldNode } from "./choose-node.mjs";
import { ensurePackages } from "./packages.mjs";

/** Tasks that need neither compiler, linter, browser nor test runner. */
const runningTasks = ["start", "setup", "dev", "build", "migrate"];

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const bin = join(root, "node_modules", ".bin");
const [task = "", ...args] = process.argv.slice(2);

refuseOldNode();
await ensurePackages(root, { isForRunning: runningTasks.includes(task) });
const endWithParent = new URL("../process/end-with-parent.mjs", import.meta.url).href;
const [program, words] =
  task === "run"
    ? [join(bin, args[0] ?? ""), args.slice(1)]
    : [chooseNode(join(bin, "node")), ["--import", endWithParent, join(root, "scripts", `${task}.ts`), ...args]];
const child = spawn(program, words, {
  cwd: root,
  stdio: task === "run" ? "inherit" : ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// npm passes signals on, but one that is killed outright cannot: then this process is handed to another parent.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 1_000).unref();
}
