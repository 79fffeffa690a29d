import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";

let folder: string;
let checkout: string;
const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n").filter(Boolean);

/** A program of this name that stands before the real one, notes how it was called and does `body`. */
function stand(name: string, body: string): void {
  const file = join(folder, "bin", name);
  const note = `require("node:fs").appendFileSync(${JSON.stringify(join(folder, "calls"))}, "${name} " + process.argv.slice(2).join(" ") + "\\n");`;
  writeFileSync(file, `#!${process.execPath}\n${note}\n${body}\n`);
  chmodSync(file, 0o755);
}

const reports = (...events: object[]) =>
  `for (const each of ${JSON.stringify(events)}) console.log(JSON.stringify(each));`;
const registryIsAway = (code: string) =>
  `if (process.argv[2] === "view") { console.error("npm error code ${code}"); process.exit(1) } console.log("https://registry.example");`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fairlead-bootstrap-"));
  checkout = join(folder, "checkout");
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "calls"), "");
  for (const path of ["scripts/up.mjs", "scripts/up", "scripts/process"]) {
    cpSync(join(root, path), join(checkout, path), { recursive: true });
  }
  for (const task of ["start", "test"]) {
    writeFileSync(join(checkout, "scripts", `${task}.ts`), `console.log("${task} runs", process.argv.slice(2));`);
  }
  writeFileSync(join(checkout, "pnpm-lock.yaml"), "first");
  stand("npm", "");
  stand("npx", reports({ name: "pnpm:progress", status: "resolved", packageId: "a" }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a task as its npm script does. `version`: what Node says that it is. */
function up(task: string, { version }: { version?: string } = {}) {
  const disguise = join(folder, "disguise.cjs");
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  writeFileSync(disguise, `Object.defineProperty(process, "versions", { value: ${versions} });`);
  const { npm_lifecycle_event: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/up.mjs", task, "--word"], {
    cwd: checkout,
    encoding: "utf8",
    env: {
      ...env,
      PATH: `${join(folder, "bin")}${delimiter}${env.PATH}`,
      NODE_OPTIONS: version ? `--require ${disguise}` : "",
    },
  });
  return { code: status, stdout, stderr };
}
const installs = () => calls().filter((call) => call.includes(" install "));

describe("the first command on a fresh checkout", () => {
  test("start installs what running takes, and a second start nothing", () => {
    expect(up("start")).toMatchObject({ code: 0, stdout: expect.stringContaining("start runs [ '--word' ]") });
    expect(installs()).toEqual([
      expect.stringMatching(/^npx .*pnpm@.* --prod --filter !@fairlead\/test --trust-lockfile$/),
    ]);
    up("start");
    expect(installs()).toHaveLength(1);
  });

  test("test installs everything, also after start, and start is content with that", () => {
    up("start");
    up("test");
    expect(installs()[1]).not.toMatch(/--prod|--filter/);
    up("start");
    up("test");
    expect(installs()).toHaveLength(2);
  });

  test("a changed lockfile installs again, as much as there was", () => {
    up("test");
    writeFileSync(join(checkout, "pnpm-lock.yaml"), "second");
    up("start");
    expect(installs()).toHaveLength(2);
    expect(installs()[1]).not.toContain("--prod");
  });

  test("packages that another generation of Node installed are looked at again", () => {
    up("start", { version: "22.20.0" });
    up("start", { version: "22.21.0" });
    expect(installs()).toHaveLength(1);
    up("start", { version: "24.0.0" });
    expect(installs()).toHaveLength(2);
  });

  test("packages that could not be installed are not taken for installed", () => {
    stand("npx", `${reports({ level: "error", err: { message: "no space left on device" } })} process.exit(1);`);
    expect(up("start")).toMatchObject({ code: 1, stderr: expect.stringContaining("no space left on device") });
    expect(up("start").code).toBe(1);
    expect(installs()).toHaveLength(2);
  });
});

describe("a machine that cannot install", () => {
  test.each(["18.20.8", "16.20.2", "12.22.12"])(
    "Node %s is told what is needed, before anything is done",
    (version) => {
      const { code, stderr } = up("start", { version });
      expect(code).toBe(1);
      expect(stderr).toBe(
        `Fairlead needs Node 20 or newer to install itself, and this is Node ${version}. Install Node 24 from https://nodejs.org and try again; nothing was installed or changed.\n`,
      );
      expect(calls()).toEqual([]);
      up("start");
      expect(installs()).toHaveLength(1);
    },
  );

  test("a test run that cannot begin still ends with a count", () => {
    expect(up("test", { version: "18.0.0" }).stdout).toBe("0 passed, 1 failed, 0 skipped\n");
  });

  test("without a network it says so, tries what was kept, and names the registry and the way out", () => {
    stand("npm", registryIsAway("ENOTFOUND"));
    stand("npx", "process.exit(1);");
    const { code, stderr } = up("start");
    expect(code).toBe(1);
    for (const part of ["https://registry.example", "ENOTFOUND", "proxy"]) expect(stderr).toContain(part);
    expect(installs()).toEqual([expect.stringMatching(/--offline pnpm@.* install .*--offline/)]);
  });

  test("without a network it starts all the same when everything was kept", () => {
    stand("npm", registryIsAway("ENOTFOUND"));
    expect(up("start")).toMatchObject({ code: 0, stdout: expect.stringContaining("start runs") });
  });
});
