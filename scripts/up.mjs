// The only script that runs before anything is installed: no dependencies, any Node from 18 on.
// It installs the locked packages when the lockfile changed, then runs scripts/<task>.ts on the pinned Node.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules", ".bin");
const [task, ...args] = process.argv.slice(2);

function installWhenLockChanged() {
  const stamp = join(root, "node_modules", ".lock-hash");
  const hash = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  process.stderr.write("installing the locked packages\n");
  const pnpm = ["-y", "pnpm@12.21.0", "install", "--frozen-lockfile", "--loglevel=error"];
  const install = spawnSync("npx", pnpm, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (install.status !== 0) giveUp("the packages could not be installed; see the lines above", install.status ?? 1);
  writeFileSync(stamp, hash);
}

/** The pinned Node comes as a package; where none exists for this platform, the Node that runs us must do. */
function chooseNode() {
  const pinned = join(bin, "node");
  if (existsSync(pinned)) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return giveUp(`there is no packaged Node for ${process.platform} ${process.arch}; install Node 24 and try again`, 1);
}

function giveUp(reason, code) {
  process.stderr.write(`${reason}\n`);
  // Whoever reads the last line of a test run gets one, also when no test could run.
  if (task === "test") process.stdout.write("0 passed, 1 failed, 0 skipped\n");
  process.exit(code);
}

installWhenLockChanged();
const endWithParent = new URL("process/end-with-parent.mjs", import.meta.url).href;
const child = spawn(chooseNode(), ["--import", endWithParent, join(root, "scripts", `${task}.ts`), ...args], {
  cwd: root,
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// npm passes signals on, but one that is killed outright cannot: then this process is handed to another parent.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid === parent || child.kill("SIGTERM"), 1_000).unref();
}
