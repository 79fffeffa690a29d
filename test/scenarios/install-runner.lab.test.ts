import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "../lab/lab.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { until } from "../support/until.ts";

let lab: Lab;
let controlPlane: NodeControlPlane;
let url: string;

beforeAll(async () => {
  lab = await startLab({ servers: 1 });
  controlPlane = await startNodeControlPlane({ FAIRLEAD_HOST: "0.0.0.0" });
  url = controlPlane.url.replace("127.0.0.1", lab.address);
  const { rootFolder } = lab.server(0);
  copyFileSync(process.execPath, join(rootFolder, "usr/local/bin/node"));
  // The lab's servers have no service manager: this one writes down what it is asked.
  const systemctl = '#!/bin/sh\necho "$@" >>/var/log/systemctl.log\n';
  writeFileSync(join(rootFolder, "usr/local/bin/systemctl"), systemctl, { mode: 0o755 });
});
afterAll(async () => {
  await controlPlane?.stop();
  await lab?.stop();
});

const read = (path: string) => readFileSync(join(lab.server(0).rootFolder, path), "utf8");

async function install(token: string) {
  const machine = lab.server(0);
  await machine.exec(["curl", "--fail", "--silent", "--output", "/root/runner.sh", `${url}/install/runner.sh`]);
  const given = [`FAIRLEAD_URL=${url}`, `FAIRLEAD_TOKEN=${token}`];
  return machine.exec(["env", ...given, "bash", "/root/runner.sh"]);
}

/** Starts the program the way the unit says, as the user the unit names, and ends it after a while. */
async function runUnit(unit: string, seconds: number) {
  const values = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value]) => value ?? "");
  const [user = ""] = values("User");
  const [program = ""] = values("ExecStart");
  const limit = ["timeout", "--signal=TERM", String(seconds)];
  const clean = ["env", "-i", "PATH=/usr/bin:/bin", ...values("Environment")];
  return lab
    .server(0)
    .exec([...limit, "runuser", "-u", user, "--", ...clean, ...program.split(" ")], { acceptedCodes: [124, 0] });
}

const runners = async () =>
  (await controlPlane.api.get<{ items: { isOnline: boolean; platform: string }[] }>("/runners")).items;

test("one command installs a runner that enrols, and a second time it updates without a token", async () => {
  const { token } = await controlPlane.api.post<{ token: string }>("/runners/enrolments");
  await install(token);
  expect(read("var/log/systemctl.log")).toBe(
    "daemon-reload\nenable --quiet fairlead-runner\nrestart fairlead-runner\n",
  );
  const unit = read("etc/systemd/system/fairlead-runner.service");
  expect(unit).toContain("NoNewPrivileges=yes");
  expect(unit).not.toContain(token);
  const checked = await lab
    .server(0)
    .exec(["systemd-analyze", "verify", "--man=no", "/etc/systemd/system/fairlead-runner.service"]);
  expect(`${checked.stdout}${checked.stderr}`).not.toMatch(/fairlead-runner\.service/);

  const [, online] = await Promise.all([
    runUnit(unit, 8),
    until("the runner to be online", async () => (await runners()).find(({ isOnline }) => isOnline)),
  ]);
  expect(online).toMatchObject({ isOnline: true });
  await install("");
  expect(await runners()).toHaveLength(1);
});
