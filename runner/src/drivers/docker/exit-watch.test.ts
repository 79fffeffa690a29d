import { describe, expect, test } from "vitest";
import { endContainer, restartContainer } from "../../testing/fake-docker/containers.ts";
import { createFakeDocker } from "../../testing/fake-docker/fake-docker.ts";
import { addImage } from "../../testing/fake-docker/images.ts";
import { openExitWatch } from "./exit-watch.ts";

async function aWatchedContainer() {
  const docker = createFakeDocker();
  const host = await docker.connect();
  addImage(docker.state, { tag: "busybox:1" });
  await host.docker.createNetwork({ Name: "fairlead-test" });
  const options = { name: "shop", Image: "busybox:1", HostConfig: { NetworkMode: "fairlead-test" } };
  const { id } = await host.docker.createContainer(options);
  const watch = await openExitWatch(host, { id, condition: "next-exit" });
  await host.docker.getContainer(id).start();
  const [container] = docker.state.containers;
  if (!container) throw new Error("the container was made");
  return { docker, watch, container };
}

describe("a container that stops running", () => {
  test("by itself is told with its exit code", async () => {
    const { watch, container } = await aWatchedContainer();
    endContainer(container, { exitCode: 3, state: "restarting" });
    expect(await watch.exited).toMatchObject({ exitCode: 3 });
  });

  test("is told with its exit code also when it runs again before the end is told", async () => {
    const { watch, container } = await aWatchedContainer();
    restartContainer(container, { exitCode: 3 });
    expect(await watch.exited).toMatchObject({ exitCode: 3 });
  });

  test("because the daemon is stopped is a lost Docker, whatever its exit code", async () => {
    const { docker, watch, container } = await aWatchedContainer();
    // It answers over the connections it has, and takes no new one.
    docker.faultOf = ({ path }) => (path === "/events" ? "unheard" : undefined);
    endContainer(container, { exitCode: 0 });
    await expect(watch.exited).rejects.toMatchObject({ reason: "docker-stopped", mayPass: true });
  });

  test("and runs again without having been restarted by its policy was started by the next daemon", async () => {
    const { docker, watch, container } = await aWatchedContainer();
    docker.faultOf = ({ path }) => {
      if (path === "/events") container.state = "running";
      return undefined;
    };
    endContainer(container, { exitCode: 0 });
    await expect(watch.exited).rejects.toMatchObject({ reason: "docker-stopped" });
  });
});
