import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startLine } from "./start-line.ts";

// As a server that says goodbye: it takes a moment after it was told to end, and says when it is done.
const server = `
setInterval(() => undefined, 1000);
process.on("SIGTERM", () => {
  console.log("told");
  setTimeout(() => { console.log("done"); process.exit(0); }, 150);
});
console.log("up");
`;
const usual = ["/bin/dash", "/bin/busybox", "/bin/bash"].filter(existsSync);

let folder: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "start-line-"));
  writeFileSync(join(folder, "server.mjs"), server);
  mkdirSync(join(folder, "bin"));
  symlinkSync(process.execPath, join(folder, "bin/node"));
});
afterEach(() => {
  // The whole group: what a failing line left behind too.
  if (running?.pid !== undefined && running.exitCode === null) process.kill(-running.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the line as a container would, with `shell` as its `sh`, and sends the signal when `ups` servers are up. */
async function run(line: string, { shell, signal = "SIGTERM", ups = 1 }: Asked) {
  symlinkSync(shell, join(folder, "bin/sh"));
  const path = `${join(folder, "bin")}:${process.env.PATH}`;
  const child = spawn(join(folder, "bin/sh"), ["-c", startLine, "sh", line], {
    cwd: folder,
    detached: true,
    env: { PATH: path },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running = child;
  let said = "";
  let isTold = false;
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (isTold || said.split("up\n").length - 1 < ups) return;
    isTold = true;
    child.kill(signal);
  });
  const [code] = await new Promise<[number | null]>((resolve) => child.on("close", (...end) => resolve([end[0]])));
  return { code, said: said.trim().split("\n") };
}
type Asked = { shell: string; signal?: NodeJS.Signals; ups?: number };

describe.each(usual)("in %s", (shell) => {
  test.each([
    ["alone", "node server.mjs"],
    ["before a pipe, which still shows its last words", "node server.mjs 2>&1 | cat"],
    ["behind a pipe", "yes | node server.mjs"],
    ["on a line before others, which are not run any more", "node server.mjs\necho never"],
    ["in the background", "node server.mjs & wait"],
    ["after a change of folder, with a variable", "cd . && WORD=x node server.mjs; echo never"],
    ["in a shell of its own", "(node server.mjs); echo never"],
  ])("a program %s hears that it is to end, and has the time it needs", async (_where, line) => {
    expect((await run(line, { shell })).said).toEqual(["up", "told", "done"]);
  });

  test("of several programs each hears it once", async () => {
    const { said } = await run("node server.mjs & node server.mjs & wait", { shell, ups: 2 });
    expect(said).toEqual(["up", "up", "told", "told", "done", "done"]);
  });

  test("what a program began itself is told by nobody but that program", async () => {
    const parent = `
      import { spawn } from "node:child_process";
      const child = spawn("node", ["server.mjs"], { stdio: "inherit" });
      child.on("exit", () => process.exit(0));
      process.on("SIGTERM", () => setTimeout(() => child.kill("SIGTERM"), 100));
      process.on("SIGTERM", () => console.log("parent told"));
    `;
    writeFileSync(join(folder, "parent.mjs"), parent);
    const { said } = await run("node parent.mjs; echo never", { shell });
    expect(said).toEqual(["up", "parent told", "told", "done"]);
  });

  test("the container ends as its command ended", async () => {
    expect((await run("echo said; exit 7", { shell })).code).toBe(7);
    rmSync(join(folder, "bin/sh"));
    expect((await run("true", { shell })).code).toBe(0);
  });
});
