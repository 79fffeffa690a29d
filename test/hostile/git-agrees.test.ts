import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Random, randomOf } from "../../api/src/testing/random.ts";
import { partsOfGitUrl, refuseGitUrl, refuseRef } from "../../runner/contract/index.ts";

// What is taken for a branch or an address is judged against git itself, on texts that nobody chose.

const folder = mkdtempSync(join(tmpdir(), "fairlead-git-agrees-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pieces =
  "a B 7 main feature / / . .. - _ + = @ @{ ~ ^ : ? * [ ] \\ # ! % & ( ) $ ` ' \" ; | < > , { } .lock .git HEAD größe 日本 👩‍💻 \u0301 \u00a0 \u200d".split(
    " ",
  );
const rare = [" ", "\t", "\u007f", "\u001b", "\u202e", "\u200b", "\u0085", "\ufeff"];
const textOf = (random: Random) =>
  Array.from({ length: 1 + random.below(5) }, () => random.pick(random.chance(0.03) ? rare : pieces) ?? "").join("");

const gitTakes = (ref: string) => spawnSync("git", ["check-ref-format", "--branch", ref], { cwd: folder }).status === 0;

/** All that is refused of what git takes. */
const beyondGit = [
  { why: "to git another word for what is checked out", holds: (ref: string) => ref === "@" },
  {
    why: "is not seen",
    holds: (ref: string) => /[\u0080-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(ref),
  },
  { why: "longer than a file may be called with room to spare", holds: (ref: string) => Buffer.byteLength(ref) > 200 },
];

describe("a branch", () => {
  const refs = [...new Set(Array.from({ length: 300 }, (_, seed) => textOf(randomOf(seed + 1))))];

  test("is what git check-ref-format takes for one, but for what is written down", () => {
    const differences = refs.filter((ref) => {
      const isTaken = refuseRef(ref) === undefined;
      return isTaken !== gitTakes(ref) && !(gitTakes(ref) && beyondGit.some(({ holds }) => holds(ref)));
    });
    expect(differences).toEqual([]);
    expect(refs.filter((ref) => refuseRef(ref) === undefined).length).toBeGreaterThan(40);
  });
});

const hosts = [
  "git.example.com",
  "git_host",
  "GIT.Example.com.",
  "127.0.0.1",
  "[::1]",
  "a..b",
  "-x",
  "gі.com",
  "",
  "x y",
];
const users = ["git", "Admin", "first.last", "a+b", "-l", "a:b", "", "ö"];
const ports = ["22", "2222", "0", "99999", "x", ""];

function urlOf(random: Random, scheme: "ssh" | "http" | "scp"): string {
  const host = random.pick(random.chance(0.7) ? hosts.slice(0, 4) : hosts) ?? "";
  const user =
    scheme === "http" || random.chance(0.2) ? "" : `${random.pick(random.chance(0.7) ? users.slice(0, 4) : users)}@`;
  const path = Array.from({ length: 1 + random.below(3) }, () => textOf(random)).join("/");
  if (scheme === "scp") return `${user}${host}:${random.chance(0.5) ? "/" : ""}${path}`;
  const port = random.chance(0.3) ? `:${random.pick(random.chance(0.6) ? ports.slice(0, 2) : ports)}` : "";
  return `${scheme}://${user}${host}${port}/${path}`;
}
const takenUrls = (scheme: "ssh" | "http" | "scp", count: number) => {
  const taken: string[] = [];
  for (let seed = 1; taken.length < count; seed++) {
    const url = urlOf(randomOf(seed), scheme);
    if (refuseGitUrl(url) === undefined) taken.push(url);
  }
  return taken;
};

describe("a clone URL over ssh", () => {
  const told = join(folder, "told");
  const ssh = join(folder, "ssh");
  writeFileSync(ssh, `#!/bin/sh\nprintf '%s\\0' "$@" > '${told}'\nexit 1\n`, { mode: 0o700 });
  const env = { PATH: process.env.PATH, HOME: folder, GIT_SSH: ssh, GIT_SSH_VARIANT: "ssh", GIT_PROTOCOL: "" };

  test("leads git to the host, port, user and path that were read in it", () => {
    const differences: unknown[] = [];
    for (const url of [...takenUrls("ssh", 30), ...takenUrls("scp", 30)]) {
      writeFileSync(told, "");
      spawnSync("git", ["-c", "protocol.version=0", "ls-remote", "--", url], { cwd: folder, env });
      const args = readFileSync(told, "utf8").split("\0").slice(0, -1);
      const { user, host, port, path, isScp } = partsOfGitUrl(url) ?? {};
      const at = `${user === undefined ? "" : `${user}@`}${(host ?? "").replace(/^\[|\]$/g, "")}`;
      const asked = (isScp ? (path ?? "") : decodeURIComponent(`/${path}`)).replace(/^\/~/, "~");
      const expected = [...(port === undefined ? [] : ["-p", port]), at];
      // git quotes the path for the shell at the other end.
      const read = (args.at(-1) ?? "").slice("git-upload-pack '".length, -1).replace(/'\\(.)'/g, "$1");
      if (args.slice(0, -1).join(" ") !== expected.join(" ") || read !== asked)
        differences.push({ url, args, expected, asked });
    }
    expect(differences).toEqual([]);
  });
});

describe("a clone URL over http", () => {
  test("leads git to the host, port and path that were read in it", async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(404).end();
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    const { port: at } = proxy.address() as AddressInfo;
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      http_proxy: `http://127.0.0.1:${at}`,
      GIT_TERMINAL_PROMPT: "0",
    };
    const differences: unknown[] = [];
    // What is no ASCII goes over http encoded; who writes it plainly leaves that to the server.
    for (const url of takenUrls("http", 40).filter((each) => /^[\x21-\x7e]+$/.test(each))) {
      asked.length = 0;
      const git = spawn("git", ["ls-remote", "--", url], { cwd: folder, env, stdio: "ignore" });
      await new Promise((done) => git.once("close", done));
      const [first = ""] = asked;
      const end = /\/*info\/refs\?service=git-upload-pack$/;
      if (URL.parse(first.replace(end, ""))?.href !== URL.parse(url.replace(/\/+$/, ""))?.href)
        differences.push({ url, first });
    }
    await new Promise((done) => proxy.close(done));
    expect(differences).toEqual([]);
  });
});
