import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Limits, type Supervised, supervise } from "./supervise.ts";

let folder: string;
const started: Supervised[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-supervise-"));
});

afterEach(() => {
  for (const each of started.splice(0)) each.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A program that writes one line per start and then does `body`. */
function aProgram(body: string, limits?: Limits): Supervised {
  const script = `require("node:fs").appendFileSync("starts", process.pid + "\\n"); ${body}`;
  const program = { name: "program", args: ["--eval", script], cwd: folder, env: process.env };
  const supervised = supervise(program, limits);
  started.push(supervised);
  return supervised;
}

const idle = "setInterval(() => {}, 1000);";
const startedPids = () => readFileSync(join(folder, "starts"), "utf8").trim().split("\n").map(Number);
const firstStart = () => vi.waitFor(() => expect(startedPids()).toHaveLength(1), { timeout: 10_000 });

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a supervised program", () => {
  test("a program that ends before it was up is given up with its exit code", async () => {
    expect(await aProgram("process.exit(3);").givenUp).toBe("the program ended with code 3 before it was up");
    expect(startedPids()).toHaveLength(1);
  });

  test("a program that was killed after it was up is started again", async () => {
    const supervised = aProgram(idle);
    await firstStart();
    supervised.confirm();
    process.kill(startedPids()[0] ?? 0, "SIGKILL");
    await vi.waitFor(() => expect(startedPids()).toHaveLength(2), { timeout: 10_000 });
    await supervised.stop();
    expect(startedPids().filter(isAlive)).toEqual([]);
  });

  test("a program that keeps ending is given up after its short lives", async () => {
    const supervised = aProgram("process.exit(1);", { steadyMs: 60_000, shortLives: 2 });
    supervised.confirm();
    expect(await supervised.givenUp).toContain("2 times in a row");
    expect(startedPids()).toHaveLength(2);
  });

  test("stopping waits for the program's own ending and starts nothing again", async () => {
    const supervised = aProgram(
      `process.on("SIGTERM", () => { require("node:fs").writeFileSync("last", "words"); process.exit(0); }); ${idle}`,
    );
    await firstStart();
    await supervised.stop();
    expect(readFileSync(join(folder, "last"), "utf8")).toBe("words");
    expect(startedPids()).toHaveLength(1);
  });

  test("what the program left behind in its process group ends with it", async () => {
    const child = `require("node:child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(
      `require("node:fs").appendFileSync("starts", process.pid + "\\n"); process.on("SIGTERM", () => {}); ${idle}`,
    )}], { stdio: "ignore" });`;
    const supervised = aProgram(`${child} ${idle}`);
    await vi.waitFor(() => expect(startedPids()).toHaveLength(2), { timeout: 10_000 });
    await supervised.stop();
    // The machine's first process collects it, in its own time.
    await vi.waitFor(() => expect(startedPids().filter(isAlive)).toEqual([]), { timeout: 15_000 });
  });
});
