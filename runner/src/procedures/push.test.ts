import { describe, expect, test } from "vitest";
import { createDeployWorld } from "../testing/deploy-world.ts";

describe("pushing an image", () => {
  test("comes after the build and before anything of the release runs", async () => {
    const { steps } = await createDeployWorld().push(1);
    const order = steps.filter(({ status }) => status === "passed").map(({ step }) => step);
    expect(order.indexOf("push")).toBe(order.indexOf("build") + 1);
    expect(order.indexOf("push")).toBeLessThan(order.indexOf("release-command"));
  });

  test("that hears nothing of the registry for too long is given up; the old version never noticed", async () => {
    const world = createDeployWorld();
    await world.push(1);
    const { error } = await world.push(2, { version: { pushHangs: true } });
    expect(error).toMatchObject({
      failure: {
        class: "push-failed",
        sentence: expect.stringContaining("took nothing of registry.test/acme/shop for 5"),
      },
    });
    expect([world.serving(), world.running(), world.leftovers(2)]).toEqual([1, [1], []]);
  });
});
