import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimedApp } from "../../testing/test-app.ts";
import { readRetention } from "./settings.store.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

const change = async (set: object) => {
  const { body } = await world.send("/api/v1/instance", { token: world.token });
  const json = { revision: body.revision, ...set };
  return world.send("/api/v1/instance", { method: "PATCH", json, token: world.token });
};

describe("how long things are kept", () => {
  test("is told with what is usual, and how large the database file is", async () => {
    const { body } = await world.send("/api/v1/instance", { token: world.token });
    expect(body.retention).toContainEqual({
      kind: "deliveries",
      title: "Webhook calls",
      hint: "Forges deliver again for three days.",
      days: 30,
      usual: 30,
      least: 4,
    });
    expect(body.file).toMatchObject({ sizeBytes: expect.any(Number), canShrink: true });
  });

  test("is changed kind by kind, and nothing else with it", async () => {
    const { status, body } = await change({ retention: { deliveries: 7, audit: 30 } });
    expect([status, body.signUps]).toEqual([200, "invitation"]);
    expect(await readRetention(world.deps.db)).toMatchObject({ deliveries: 7, audit: 30, logs: 90 });
    await change({ signUps: "open" });
    expect(await readRetention(world.deps.db)).toMatchObject({ deliveries: 7 });
  });

  test.each([
    ["deliveries", 3, "at least 4"],
    ["audit", 1, "at least 7"],
    ["logs", 0, "at least 1"],
    ["jobs", 1.5, "whole number"],
    ["deployments", 1e9, "at most 3650"],
  ])("%s for %d days is refused", async (kind, days, reason) => {
    const { status, body } = await change({ retention: { [kind]: days } });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: `retention.${kind}`, message: expect.stringContaining(reason) }]);
  });

  test("a setting that cannot be read deletes no more than the usual one does", async () => {
    await world.deps.db
      .insert(schema.instanceSetting)
      .values({ key: "retention.logs", value: "soon", updatedAt: world.deps.clock.now() });
    expect(await readRetention(world.deps.db)).toMatchObject({ logs: 90 });
  });
});

describe("what the names of servers end in", () => {
  test("is sslip.io, another suffix, or nothing", async () => {
    expect((await world.send("/api/v1/instance", { token: world.token })).body.addressSuffix).toBe("sslip.io");
    expect((await change({ addressSuffix: " Apps.example.com " })).body.addressSuffix).toBe("apps.example.com");
    expect((await change({ addressSuffix: null })).body.addressSuffix).toBeNull();
  });

  test.each(["*.apps.example.com", "https://sslip.io", "two words", "10.0.0.1", `${"a.".repeat(80)}io`, ""])(
    "%j is refused at its field",
    async (addressSuffix) => {
      const { status, body } = await change({ addressSuffix });
      expect([status, body.errors]).toMatchObject([400, [{ path: "addressSuffix" }]]);
    },
  );
});
