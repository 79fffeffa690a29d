import { afterAll, beforeAll, expect, test } from "vitest";
import { readBuildkitVersion } from "../../runner/src/build/buildkit-version.ts";
import type { Host } from "../../runner/src/hosts/host.ts";
import { openSshHost } from "../../runner/src/hosts/ssh-host.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { targetOf } from "./lab-target.ts";

let lab: Lab;
let host: Host;
beforeAll(async () => {
  lab = await startLab({ servers: [{}] });
  host = await openSshHost(await targetOf(lab.server(0), "deploy"));
});
afterAll(async () => {
  await host?.close();
  await lab?.stop();
});

test("the BuildKit inside of a real Docker tells its version", async () => {
  expect(await readBuildkitVersion(host)).toMatch(/^v?\d+\.\d+\.\d+/);
});
