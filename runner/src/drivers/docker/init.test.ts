import { expect, test } from "vitest";
import { aSpec, ids } from "../../testing/builders.ts";
import { createFakeDocker } from "../../testing/fake-docker/fake-docker.ts";
import { addImage } from "../../testing/fake-docker/images.ts";
import { createDockerDriver } from "./apply.ts";

const release = { team: ids.team, resource: ids.resource, deployment: ids.deployment(1), number: 1, attempt: 1 };
type Given = {
  container?: object;
  entrypoint?: string[];
  command?: string[];
  docker?: ReturnType<typeof createFakeDocker>;
};

async function start({ container = {}, entrypoint, command, docker = createFakeDocker() }: Given) {
  const host = await docker.connect();
  const { id } = addImage(docker.state, { tag: "app:1", config: { Entrypoint: entrypoint, Cmd: command } });
  const spec = aSpec({ container: { ...aSpec().container, ...container } });
  const driver = createDockerDriver({ host, effect: (_name, work) => work() });
  const { lacksInit } = await driver.start({ release, spec, image: id, env: {}, commit: undefined });
  return { lacksInit, containers: docker.state.containers.map(({ init, state }) => ({ init, state })) };
}

test("a container runs under an init unless its settings say otherwise", async () => {
  expect((await start({})).containers).toEqual([{ init: true, state: "running" }]);
  expect((await start({ container: { init: false } })).containers).toEqual([{ init: false, state: "running" }]);
});

test.each([
  ["entrypoint", { entrypoint: ["/init"] }],
  ["command", { command: ["/sbin/tini", "--", "node"] }],
  [
    "entrypoint with arguments of ours",
    { entrypoint: ["/usr/bin/dumb-init", "--"], container: { arguments: ["node"] } },
  ],
])("an image whose %s is an init is not given another", async (_what, image) => {
  expect((await start(image)).containers).toEqual([{ init: false, state: "running" }]);
});

test("a line stands in the place of the image's own init, so it gets ours", async () => {
  const begun = await start({ entrypoint: ["/init"], container: { command: "node a.mjs" } });
  expect(begun.containers).toEqual([{ init: true, state: "running" }]);
});

test("on a server without an init a container starts without one, says so, and leaves no second container", async () => {
  const docker = createFakeDocker();
  docker.state.lacksInit = true;
  expect(await start({ docker })).toEqual({ lacksInit: true, containers: [{ init: false, state: "running" }] });
});
