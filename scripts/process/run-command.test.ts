import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runCommand } from "./run-command.ts";

const cwd = import.meta.dirname;
const script = (text: string) => runCommand(process.execPath, ["--eval", text], { cwd });

test("the output of both streams and the exit code are collected", async () => {
  expect(await script("console.log('one'); console.error('two'); process.exit(3)")).toEqual({
    code: 3,
    output: "one\ntwo\n",
  });
});

test("a program that cannot be started is a failure with its name", async () => {
  const { code, output } = await runCommand("/no/such/program", [], { cwd });
  expect(code).toBe(1);
  expect(output).toContain("/no/such/program");
});

test("a signal to the caller ends the program it is waiting for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-run-"));
  const idle = `require("node:fs").writeFileSync("pid", String(process.pid)); setInterval(() => {}, 1000)`;
  const caller = `import { exitOnSignals, runCommand } from ${JSON.stringify(join(cwd, "run-command.ts"))};
    exitOnSignals(); await runCommand(process.execPath, ["--eval", ${JSON.stringify(idle)}], { cwd: ${JSON.stringify(folder)} });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", caller], { stdio: "ignore" });
  const pid = await vi.waitFor(() => Number(readFileSync(join(folder, "pid"), "utf8")), { timeout: 20_000 });
  child.kill("SIGTERM");
  await once(child, "exit");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"), { timeout: 20_000 });
  rmSync(folder, { recursive: true });
});
