import { expect, test } from "vitest";
import { createFakeDocker } from "../../testing/fake-docker/fake-docker.ts";
import { addImage } from "../../testing/fake-docker/images.ts";
import { ensureProxyContainer } from "./container.ts";
import { proxyFolder } from "./proxy-paths.ts";

test("the folder with the proxy's door is closed to others of the server", async () => {
  const docker = createFakeDocker();
  const host = await docker.connect();
  const pull = async () => {
    addImage(docker.state, { tag: "caddy:2.11" });
  };
  await ensureProxyContainer(host, {
    image: { reference: "caddy:2.11", pull },
    clock: { sleep: async () => undefined },
  });
  expect((await host.files.stat(proxyFolder(host.home)))?.mode).toBe(0o700);
});
