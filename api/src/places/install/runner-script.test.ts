import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { runnerScript } from "./runner-script.ts";

const script = runnerScript("https://fairlead.example.com");
/** Sources the script without its last line, so that single functions of it can be called. */
const call = (command: string, env: Record<string, string>) =>
  // allow shell-strings: the script under test is bash, and the command is a fixed text of this file
  spawnSync("bash", ["-c", `${script.replace(/\nmain\n$/, "\n")}\n${command}`], {
    env: { PATH: "/usr/bin:/bin", ...env },
  });

test("the install script is valid bash", () => {
  expect(spawnSync("bash", ["-n"], { input: script }).stderr.toString()).toBe("");
});

test("a script that was cut anywhere before its end changes nothing", () => {
  const cut = script.slice(0, script.lastIndexOf("\nmain\n"));
  expect(cut).not.toMatch(/^(make_user|fetch_runner|write_unit|start_service|main)$/m);
});

test.each([
  ["URL='https://x.test; rm -rf /' TOKEN=", "FAIRLEAD_URL"],
  ["URL='https://x.test/$(id)' TOKEN=", "FAIRLEAD_URL"],
  ["URL=https://x.test TOKEN='fle_short'", "FAIRLEAD_TOKEN"],
  ["URL=https://x.test TOKEN=", "FAIRLEAD_TOKEN is missing"],
])("input %s is refused by name before anything is touched", (input, name) => {
  const { status, stderr } = call(`${input.replace(" TOKEN", "; TOKEN")}\ncheck_input`, {});
  expect(status).toBe(1);
  expect(stderr.toString()).toContain(name);
});

test("a whole address and a whole token pass the check", () => {
  const { status } = call(`URL=https://x.test:8443; TOKEN=fle_${"a".repeat(36)}\ncheck_input`, {});
  expect(status).toBe(0);
});
