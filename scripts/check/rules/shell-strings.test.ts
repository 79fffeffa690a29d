import { describe, expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { shellStrings } from "./shell-strings.ts";

const place = "runner/src/build/fetch-source.ts";
const interpolated = (before: string, after: string) => `${before}\${name}${after}`;

describe("shell strings", () => {
  test.each([
    'import { exec } from "node:child_process";',
    'import { execSync as run } from "child_process";',
    'import * as cp from "node:child_process"; cp.exec("ls");',
    'import cp from "node:child_process"; cp.execSync("ls");',
    'spawn("ls", [], { shell: true });',
    'spawn("ls", [], { shell: "/bin/bash" });',
    'connection.exec("docker ps", done);',
    'connection["exec"](command, done);',
    "connection?.exec(command);",
    "client.exec(fixedCommands[command], done);",
    interpolated("spawn(`git clone ", "`);"),
    'spawn("git clone " + url);',
    'execFile(["git", url].join(" "));',
    interpolated('spawn("sh", ["-c", `echo ', "`]);"),
    'spawn("bash", ["-lc", command]);',
    interpolated('const container = { Cmd: ["/bin/sh", "-c", `echo ', "`] };"),
    'const container = { Cmd: ["sh", "-ec", "echo " + name] };',
  ])("%s is refused", (text) => {
    expect(placesOf(shellStrings, { [place]: text })).toEqual([`${place}:1`]);
  });

  test.each([
    'import { execFile, spawn } from "node:child_process"; spawn("git", ["clone", "--", url]);',
    "spawn(join(bin, `tool`), [name], { shell: false });",
    interpolated("spawn(`", "/bin/git`, ['status']);"),
    "/a(b)/.exec(text);",
    "const pattern = /a(b)/g; pattern.exec(text);",
    'server.exec(["docker", "ps", name]);',
    'container.exec({ Cmd: ["pg_dump", "--", name] });',
    'const container = { Cmd: ["sh", "-c", startCommand] };',
    'spawn("sh", ["-c", "exec sleep 1"]);',
    "const { shell } = settings; render({ shell: chosen });",
  ])("%s is fine", (text) => {
    expect(placesOf(shellStrings, { [place]: text })).toEqual([]);
  });

  test("the one file with the exec channel sends entries of its fixed table and nothing else", () => {
    const inChannelFile = (text: string) => placesOf(shellStrings, { "runner/src/hosts/ssh-connection.ts": text });
    expect(inChannelFile("client.exec(fixedCommands[command], done);")).toEqual([]);
    expect(inChannelFile("client.exec(command, done);")).toHaveLength(1);
  });
});
