import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FolderInUse } from "./folder-in-use.ts";
import { findHolder, holdFolder } from "./hold-folder.ts";

let folder: string;
const programs: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-lock-"));
});
afterEach(() => {
  for (const each of programs.splice(0)) each.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const claim = { program: "runner", url: "http://localhost:3000", setting: "FAIRLEAD_RUNNER_HOME" } as const;
const hold = () => holdFolder(folder, claim);
const lockFile = () => join(folder, readdirSync(folder)[0] ?? "");
const rewrite = (change: (text: string) => string) =>
  writeFileSync(lockFile(), change(readFileSync(lockFile(), "utf8")));

/** Another process that tries to hold the folder, says how that went and stays. */
async function aProgram(): Promise<{ said: string; process: ChildProcess }> {
  const script = `import { holdFolder } from ${JSON.stringify(join(import.meta.dirname, "hold-folder.ts"))};
    await holdFolder(${JSON.stringify(folder)}, ${JSON.stringify(claim)}).then(() => console.log("held"), (error) => console.log(error.name));
    setInterval(() => {}, 1000);`;
  const process_ = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  programs.push(process_);
  const [bytes]: unknown[] = await once(process_.stdout, "data");
  return { said: String(bytes).trim(), process: process_ };
}

describe("a state folder", () => {
  test("is refused while another process holds it, by a sentence that names it and the way out", async () => {
    const { process: other } = await aProgram();
    const refusal = await hold().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderInUse);
    for (const part of [folder, String(other.pid), "http://localhost:3000", "FAIRLEAD_RUNNER_HOME="]) {
      expect(String(refusal)).toContain(part);
    }
    expect(await findHolder(folder, claim)).toMatchObject({ program: "runner", pid: other.pid });
  });

  test("goes to one of many that try at the same moment, at first and after a dead one", async () => {
    for (const round of [1, 2]) {
      const tries = await Promise.all(Array.from({ length: 6 }, aProgram));
      expect(tries.map(({ said }) => said).toSorted(), `round ${round}`).toEqual([
        ...Array.from({ length: 5 }, () => "FolderInUse"),
        "held",
      ]);
      const ended = tries.map(({ process: each }) => once(each, "exit"));
      for (const { process: each } of tries) each.kill("SIGKILL");
      await Promise.all(ended);
    }
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test("is free again once it was given back", async () => {
    const { release } = await hold();
    await expect(hold()).rejects.toThrow(FolderInUse);
    release();
    expect(await findHolder(folder, claim)).toBeUndefined();
    (await hold()).release();
  });

  test("does not stay with a number that another process has now", async () => {
    await hold();
    rewrite((text) => text.replace(/"startedAt":"\d+"/, '"startedAt":"1"'));
    await hold();
  });

  test("does not stay with a process that was killed and that nobody has collected", async () => {
    // The shell becomes a program that never looks at its child.
    const parent = spawn("sh", ["-c", "sleep 100 & echo $!; exec sleep 100"], { stdio: ["ignore", "pipe", "ignore"] });
    programs.push(parent);
    const [bytes]: unknown[] = await once(parent.stdout, "data");
    const pid = Number(bytes);
    process.kill(pid, "SIGKILL");
    await hold();
    rewrite((text) => text.replace(`"pid":${process.pid}`, `"pid":${pid}`));
    await hold();
  });

  test("stays with a holder in another container for as long as that gives signs of life", async () => {
    const pulse = { everyMs: 20, watchMs: 400 };
    const first = await holdFolder(folder, { ...claim, pulse });
    rewrite((text) => text.replace(/"pidSpace":"[^"]*"/, '"pidSpace":"pid:[1]"'));
    await expect(holdFolder(folder, { ...claim, pulse })).rejects.toThrow(FolderInUse);
    const elsewhere = readFileSync(lockFile(), "utf8");
    first.release();
    writeFileSync(lockFile(), elsewhere);
    await holdFolder(folder, { ...claim, pulse });
  });

  test("is held by each program apart", async () => {
    await hold();
    await holdFolder(folder, { ...claim, program: "control plane", setting: "FAIRLEAD_HOME" });
  });
});
