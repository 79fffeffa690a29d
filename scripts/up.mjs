// The only script that runs before anything is installed: no dependencies, any Node from 18 on.
// It installs the locked packages when the lockfile changed, then runs scripts/<task>.ts on the pinned Node.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const bin = join(root, "node_modules", ".bin");

function installWhenLockChanged() {
  const stamp = join(root, "node_modules", ".lock-hash");
  const hash = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  const install = spawnSync("npx", ["-y", "pnpm@12.21.0", "install", "--frozen-lockfile", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (install.status !== 0) process.exit(install.status ?? 1);
  writeFileSync(stamp, hash);
}

installWhenLockChanged();
const [task, ...args] = process.argv.slice(2);
// The pinned Node comes as a package; where none exists for this platform, the Node that runs us must do.
const pinned = join(bin, "node");
const child = spawn(existsSync(pinned) ? pinned : process.execPath, [join(root, "scripts", `${task}.ts`), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
