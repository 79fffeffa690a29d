import { describe, expect, test } from "vitest";
import { HostFault } from "../hosts/host-fault.ts";
import { createDeployWorld } from "../testing/deploy-world.ts";

const stopped = () => new HostFault("docker-stopped", { sentence: "Docker does not run.", nextAction: "Start it." });

describe("a server whose Docker is being restarted", () => {
  test("ends the first attempt at once, with that as its reason", async () => {
    const world = createDeployWorld();
    const { error } = await world.push(1, { opens: () => stopped() });
    expect(error).toMatchObject({ reason: "docker-stopped", mayPass: true });
  });

  test("is waited for by the next attempt, which then gets through", async () => {
    const world = createDeployWorld();
    let left = 5;
    const { result } = await world.push(1, { attempt: 2, opens: () => (left-- > 0 ? stopped() : undefined) });
    expect(result).toMatchObject({ kind: "deploy" });
    expect(world.serving()).toBe(1);
  });

  test("is not waited for without end", async () => {
    const world = createDeployWorld();
    const { error } = await world.push(1, { attempt: 2, opens: () => stopped() });
    expect(error).toMatchObject({ reason: "docker-stopped" });
  });
});
