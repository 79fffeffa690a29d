import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import { setUp } from "../support/control-plane.ts";
import { freePort } from "../support/free-port.ts";
import { startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

let disk: string;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "fairlead-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", disk]);
});
afterEach(() => {
  execFileSync("umount", ["--lazy", disk]);
  rmdirSync(disk);
});

const grow = (size: string) => execFileSync("mount", ["-o", `remount,size=${size}`, disk]);
const home = () => join(disk, "home");
async function start() {
  const port = await freePort();
  const env = { FAIRLEAD_HOME: home(), PORT: String(port) };
  const program = startProgram(process.execPath, [join(root, "api/src/entry.node.ts")], { cwd: root, env });
  return { program, url: `http://127.0.0.1:${port}` };
}

test("a first start on a disk that is full says so at each size, and the one that has room belongs to its owner", async () => {
  const secrets = new Set<string>();
  for (const size of ["4k", "8k", "64k", "400k"]) {
    grow(size);
    const { program } = await start();
    expect(await program.exited, size).toBe(1);
    expect(program.output(), size).toMatch(/cannot be written: the disk is full\. Free some space, then start again\./);
    if (readdirSync(home()).includes("secret")) secrets.add(readFileSync(join(home(), "secret"), "utf8"));
    expect(readdirSync(home()), size).not.toContain("setup-code");
  }
  grow("60m");
  const { program, url } = await start();
  const code = await until("the code to be there", async () =>
    readdirSync(home()).includes("setup-code") ? readFileSync(join(home(), "setup-code"), "utf8").trim() : undefined,
  );
  await until("it to answer", async () =>
    (await fetch(`${url}/api/v1/setup`).catch(() => undefined))?.ok ? true : undefined,
  );
  expect(await setUp(url, code)).toMatch(/^flu_/);
  secrets.add(readFileSync(join(home(), "secret"), "utf8"));
  expect(secrets.size).toBe(1);
  await program.stop();
});
