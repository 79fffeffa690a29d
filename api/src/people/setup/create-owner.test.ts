import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { owner, setupCode, signedIn, type TestApp, testApp } from "../../testing/test-app.ts";

let world: TestApp;
beforeEach(async () => {
  world = await testApp();
});
afterEach(() => world.deps.dispose());

const claim = (json: object = {}) => world.send("/api/v1/setup", { json: { code: setupCode, ...owner, ...json } });

describe("the first owner", () => {
  test("whoever holds the set-up code owns the instance, with a team and a token", async () => {
    expect((await world.send("/api/v1/setup")).body).toMatchObject({ hasOwner: false });
    const { status, body } = await claim({ team: "Harbour" });
    expect(status).toBe(201);
    const me = await world.send("/api/v1/me", { token: String(body.token) });
    expect(me.body).toMatchObject({
      user: { email: owner.email, isInstanceOwner: true },
      teams: [{ name: "Harbour", role: "owner" }],
    });
    expect((await world.send("/api/v1/setup")).body).toMatchObject({ hasOwner: true });
  });

  test("of two who come at once exactly one becomes the owner", async () => {
    const answers = await Promise.all([claim(), claim({ email: "other@fairlead.test" })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await world.deps.db.query.user.findMany()).toHaveLength(1);
    expect(await world.deps.db.query.team.findMany()).toHaveLength(1);
  });

  test("a wrong code is refused and leaves nothing behind", async () => {
    const { status, body } = await claim({ code: "a guess" });
    expect([status, body.code]).toEqual([403, "setup.wrong_code"]);
    expect(await world.deps.db.query.user.findMany()).toEqual([]);
  });

  test.each(["", " ", "\n", "a", "k7Qw2Lm9Xz4Rt6V"])(
    "a code of the home that is cut short, %j, makes nobody the owner",
    async (code) => {
      world.deps.firstStart = { setupCode: () => code, ownerCreated: async () => {} };
      for (const given of [code, code.trim(), ""]) {
        const { status, body } = await claim({ code: given });
        expect([status, body.token]).toEqual([given.trim() === "" ? 400 : 503, undefined]);
      }
      expect(await world.deps.db.query.user.findMany()).toEqual([]);
      expect((await world.send("/api/v1/setup")).body).toMatchObject({ hasOwner: false });
    },
  );

  test("guessing the code is throttled by address", async () => {
    for (let i = 0; i < 20; i++) await claim({ code: `guess ${i}` });
    const { status, headers } = await claim();
    expect(status).toBe(429);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  });

  test("after an owner exists the right code opens nothing", async () => {
    await claim();
    expect((await claim({ email: "other@fairlead.test" })).body.code).toBe("setup.done");
    // Nor is anybody told whether a code is the right one.
    expect((await claim({ email: "other@fairlead.test", code: "wrong" })).body.code).toBe("setup.done");
  });

  test("a browser gets a session instead of a token", async () => {
    const { body, cookie } = await claim({ session: true });
    expect(body.token).toBeNull();
    expect((await world.send("/api/v1/me", { cookie })).status).toBe(200);
    expect(await world.deps.db.query.apiToken.findMany()).toEqual([]);
  });

  test("the secret that the first team is sealed with is noted as the instance's", async () => {
    const { db, secrets } = world.deps;
    await db.insert(schema.instanceSetting).values({ key: "key-mark", value: "of another secret", updatedAt: 0 });
    await claim();
    const mark = { key: "key-mark", value: await secrets.keyMark() };
    expect(await db.query.instanceSetting.findMany()).toContainEqual(expect.objectContaining(mark));
  });

  test("the owner can sign in with the chosen password", async () => {
    await claim();
    expect(await signedIn(world, owner)).toContain("fairlead-session=");
  });
});
