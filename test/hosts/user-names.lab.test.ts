import { afterAll, beforeAll, expect, test } from "vitest";
import { type Random, randomOf } from "../../api/src/testing/random.ts";
import { refuseServerUser } from "../../runner/contract/index.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { targetOf } from "./lab-target.ts";

// What is taken for the name of a user is judged against what a server lets its users be called, on names that nobody chose.

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ servers: 1 });
});
afterAll(() => lab?.stop());

const pieces =
  "a B 7 ada root . .. - _ + = @ ~ ^ ? * [ ] \\ # ! % & ( ) $ ` ' \" ; | < > , { } : / corp.example.com größe 日本 👩‍💻 \u0301 \u00a0".split(
    " ",
  );
const rare = [" ", " ", "\t", "\u001b", "\u202e", "\u200b", "\u0085", "\ufeff", "x".repeat(260)];
const nameOf = (random: Random) =>
  Array.from({ length: 1 + random.below(5) }, () => random.pick(random.chance(0.06) ? rare : pieces) ?? "").join("");
const names = [...new Set(Array.from({ length: 130 }, (_, seed) => nameOf(randomOf(seed + 1))))];

/** All that is refused of what a server takes, as docs/servers.md says it. */
const beyond = [
  { why: "a slash ends a name in paths", holds: (name: string) => name.includes("/") },
  { why: "programs take it for an option", holds: (name: string) => name.startsWith("-") },
  { why: "a space at an end is not seen", holds: (name: string) => name.trim() !== name },
  {
    why: "a character is not seen",
    holds: (name: string) => /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u.test(name),
  },
  { why: "it is a folder", holds: (name: string) => name === "." || name === ".." },
  { why: "it is longer than any directory's", holds: (name: string) => Buffer.byteLength(name) > 256 },
];

/** sshd reads the keys as the user who comes. */
const installKeys = ["install", "-D", "-m", "644", "/root/.ssh/authorized_keys", "/srv/anybody/.ssh/authorized_keys"];

/** Makes them users of the server, all with one home that root owns and its key, and tells which it took. */
const makeUsers = `
import json, subprocess, sys
made = []
for name in json.loads(sys.argv[1]):
    argv = ["useradd", "--badname", "--no-create-home", "--no-user-group", "--home-dir", "/srv/anybody",
            "--groups", "docker", "--password", "*", "--shell", "/bin/bash", "--", name]
    if subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0:
        made.append(name)
print(json.dumps(made))
`;

test("a server's user may be called what the server calls it, but for what is written down", async () => {
  const machine = lab.server(0);
  await machine.exec([...installKeys]);
  const { stdout } = await machine.exec(["python3", "-c", makeUsers, JSON.stringify(names)], { timeoutMs: 120_000 });
  const made: string[] = JSON.parse(stdout);
  expect(made.length).toBeGreaterThan(50);

  const refused = made.filter((name) => refuseServerUser(name) !== undefined);
  expect(refused.filter((name) => !beyond.some(({ holds }) => holds(name)))).toEqual([]);
  expect(made.filter((name) => !refused.includes(name) && beyond.some(({ holds }) => holds(name)))).toEqual([]);

  // The oddest of them really get in, by the name as it stands.
  const odd = made
    .filter((name) => !refused.includes(name))
    .sort((a, b) => oddness(b) - oddness(a))
    .slice(0, 6);
  for (const user of odd) {
    const host = await openSshDockerHost(await targetOf(machine, user), { timings: sshTimings });
    expect((await host.docker.listImages()).length).toBeGreaterThan(0);
    await host.close();
  }
});

const oddness = (name: string) => new Set(name.replace(/[A-Za-z0-9]/g, "")).size;
