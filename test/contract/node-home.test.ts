import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openNodeHome } from "../../api/src/homes/node-home.ts";
import { openStateFolder } from "../../api/src/homes/state-folder.ts";
import { readNodeConfig } from "../../api/src/kit/config.ts";
import { claimHome } from "./home.ts";
import { startNode } from "./start-node.ts";

let home: Awaited<ReturnType<typeof startNode>>;
let isStopped: boolean;
beforeEach(async () => {
  isStopped = false;
  home = await startNode();
});
afterEach(async () => {
  if (!isStopped) await home.stop();
});

const modeOf = (name: string) => statSync(join(home.folder, name)).mode & 0o777;

test("what the state folder holds is readable by its user only", async () => {
  expect([modeOf("."), modeOf("secret"), modeOf("setup-code")]).toEqual([0o700, 0o600, 0o600]);
  await claimHome(async () => home);
  expect(modeOf("local-runner.token")).toBe(0o600);
});

test("the database is readable by its user only, also in a folder that others had made", async () => {
  expect(["fairlead.db", "fairlead.db-wal", "fairlead.db-shm"].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
});

test("a start with another secret than the data's is refused and changes nothing", async () => {
  await claimHome(async () => home);
  const folder = openStateFolder(home.folder);
  const url = folder.databaseUrl;
  const foreign = readNodeConfig({ FAIRLEAD_SECRET: "vQ8s0kJpX2mWz7LrT4nYbE1hGdUcAf93", DATABASE_URL: url });
  const before = await home.deps.db.query.instanceSetting.findMany();
  await expect(openNodeHome(foreign, folder)).rejects.toThrow("FAIRLEAD_SECRET is not the secret");
  expect(await home.deps.db.query.instanceSetting.findMany()).toEqual(before);
});

test("after the first owner the code is gone and the local runner has its token", async () => {
  await claimHome(async () => home);
  expect(() => statSync(join(home.folder, "setup-code"))).toThrow("ENOENT");
  expect(readFileSync(join(home.folder, "local-runner.token"), "utf8")).toMatch(/^fle_[0-9A-Za-z]{36}\n$/);
});

test("stopping answers a waiting runner and ends open streams at once", async () => {
  const { api, token, url } = await claimHome(async () => home);
  const enrolment = await api.post<{ token: string }>("/runners/enrolments");
  const { credential } = await api.post<{ credential: string }>("/runner/enrol", {
    token: enrolment.token,
    name: "near",
    sshPublicKey: `ssh-ed25519 ${"A".repeat(68)}`,
    version: "0.1.0",
    platform: "linux-x64",
  });
  const stream = await fetch(`${url}/api/v1/events`, { headers: { Authorization: `Bearer ${token}` } });
  const headers = { Authorization: `Bearer ${credential}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ key: "a-claim-key-of-some-length", waitMs: 60_000, version: "0.1.0", holding: [] });
  const { promise: isWaiting, resolve: nowWaiting } = Promise.withResolvers<void>();
  const { hub } = home.deps;
  const { awaitRunner } = hub;
  hub.awaitRunner = (...asked) => {
    nowWaiting();
    return awaitRunner(...asked);
  };
  const waiting = fetch(`${url}/api/v1/runner/claim`, { method: "POST", headers, body });
  await isWaiting;
  const reader = stream.body?.getReader();
  await reader?.read();
  const isOver = async () => {
    while (!(await reader?.read())?.done);
    return true;
  };
  isStopped = true;
  const [answer, isEnded] = await Promise.all([waiting, isOver(), home.stop()]);
  expect([answer.status, isEnded]).toEqual([204, true]);
});
