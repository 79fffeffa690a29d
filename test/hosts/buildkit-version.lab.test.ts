import { afterAll, beforeAll, expect, test } from "vitest";
import { readBuildkitVersion } from "../../runner/src/build/buildkit-version.ts";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { targetOf } from "./lab-target.ts";

let lab: Lab;
let host: DockerHost;
beforeAll(async () => {
  lab = await startLab({ servers: [{}] });
  host = await openSshDockerHost(await targetOf(lab.server(0), "deploy"));
});
afterAll(async () => {
  await host?.close();
  await lab?.stop();
});

test("the BuildKit inside of a real Docker tells its version", async () => {
  expect(await readBuildkitVersion(host)).toMatch(/^v?\d+\.\d+\.\d+/);
});
