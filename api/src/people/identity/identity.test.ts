import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { throttle } from "../../kit/http/throttle.ts";
import { claimedApp, owner, signedIn } from "../../testing/test-app.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

const signIn = (password = owner.password, more: object = {}) =>
  world.send("/api/auth/sign-in/email", { json: { email: owner.email, password }, ...more });
const signUp = (email = "new@fairlead.test") =>
  world.send("/api/auth/sign-up/email", { json: { name: "New", email, password: "correct horse battery" } });

describe("signing in", () => {
  test("twenty wrong passwords for one account are throttled whatever headers they carry", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) {
      const headers = {
        "X-Forwarded-For": `198.51.100.${i}`,
        "X-Forwarded-Host": `h${i}`,
        Forwarded: `for=10.0.0.${i}`,
      };
      statuses.push((await signIn("wrong", { headers, ip: `192.0.2.${i}` })).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.slice(10)).toEqual(Array.from({ length: 10 }, () => 429));
  });

  test("a throttled account opens again with the right password when its window is over", async () => {
    for (let i = 0; i < 11; i++) await signIn("wrong");
    const blocked = await signIn();
    expect(blocked.status).toBe(429);
    world.deps.clock.advance((Number(blocked.headers.get("Retry-After")) + 1) * 1000);
    expect((await signIn()).status).toBe(200);
  });

  test("one address that tries many accounts is throttled as well", async () => {
    // The hundred tries before this one, without a hundred password hashes.
    for (let i = 0; i < 100; i++) await throttle(world.deps, "sign-in:address", { subject: "192.0.2.66" });
    expect((await signIn(owner.password, { ip: "192.0.2.66" })).status).toBe(429);
    expect((await signIn(owner.password, { ip: "192.0.2.67" })).status).toBe(200);
  });

  test("the addresses of one IPv6 network share one count, however an IPv4 address is written", async () => {
    for (let i = 0; i < 100; i++) await throttle(world.deps, "sign-in:address", { subject: `2001:db8:1:2:${i}::${i}` });
    expect((await signIn(owner.password, { ip: "2001:db8:1:2:ffff::1" })).status).toBe(429);
    expect((await signIn(owner.password, { ip: "2001:db8:1:3::1" })).status).toBe(200);
    for (let i = 0; i < 100; i++) await throttle(world.deps, "sign-in:address", { subject: "::ffff:192.0.2.66" });
    expect((await signIn(owner.password, { ip: "192.0.2.66" })).status).toBe(429);
  });

  test("an unknown person and a wrong password get the same answer", async () => {
    const unknown = await world.send("/api/auth/sign-in/email", {
      json: { email: "x@fairlead.test", password: "wrong" },
    });
    const wrong = await signIn("wrong");
    expect([unknown.status, unknown.body.code, unknown.body.title]).toEqual([
      wrong.status,
      wrong.body.code,
      wrong.body.title,
    ]);
  });
});

describe("signing up", () => {
  test("is closed to people without an invitation until the instance opens it", async () => {
    expect((await signUp()).body.code).toBe("sign_up.closed");
    await world.send("/api/v1/instance", {
      method: "PATCH",
      json: { revision: 1, signUps: "open" },
      token: world.token,
    });
    const opened = await signUp();
    expect(opened.status).toBe(201);
    const me = await world.send("/api/v1/me", { cookie: opened.cookie });
    expect(me.body).toMatchObject({ user: { isInstanceOwner: false }, teams: [{ role: "owner" }] });
  });

  test("an address that has an account is refused, in any case of its letters", async () => {
    await world.send("/api/v1/instance", {
      method: "PATCH",
      json: { revision: 1, signUps: "open" },
      token: world.token,
    });
    expect((await signUp(owner.email.toUpperCase())).body.code).toBe("account.exists");
  });

  test("a role in the body makes nobody an owner of the instance", async () => {
    await world.send("/api/v1/instance", {
      method: "PATCH",
      json: { revision: 1, signUps: "open" },
      token: world.token,
    });
    const json = { name: "New", email: "new@fairlead.test", password: "correct horse battery", instanceRole: "owner" };
    expect((await world.send("/api/auth/sign-up/email", { json })).status).toBe(400);
  });
});

describe("a forgotten password", () => {
  const ask = (email = owner.email) => world.send("/api/auth/request-password-reset", { json: { email } });
  const tokenOf = () => /reset-password#(\S+)/.exec(world.deps.sentMails.at(-1)?.text ?? "")?.[1] ?? "";
  const reset = (token: string) =>
    world.send("/api/auth/reset-password", { json: { token, password: "a completely new one" } });

  test("the mailed link sets a new password once and ends every session", async () => {
    const cookie = await signedIn(world, owner);
    await ask();
    const token = tokenOf();
    expect((await reset(token)).status).toBe(200);
    expect((await world.send("/api/v1/me", { cookie })).status).toBe(401);
    expect((await signIn("a completely new one")).status).toBe(200);
    expect((await reset(token)).body.code).toBe("reset.closed");
  });

  test("the link leads to the instance as it is configured, whatever a request calls it", async () => {
    const headers = { Host: "evil.test", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "http" };
    await world.send("/api/auth/request-password-reset", { json: { email: owner.email }, headers });
    const [mail] = world.deps.sentMails;
    expect(mail?.text).toContain(`${world.deps.config.url}/reset-password#`);
    expect(JSON.stringify(mail)).not.toContain("evil.test");
  });

  test("asking for an unknown address is answered alike and mails nobody", async () => {
    const [known, unknown] = [await ask(), await ask("nobody@fairlead.test")];
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    expect(world.deps.sentMails).toHaveLength(1);
  });

  test("a newer link replaces the older one, and an old one expires", async () => {
    await ask();
    const first = tokenOf();
    await ask();
    expect((await reset(first)).body.code).toBe("reset.closed");
    world.deps.clock.advance(61 * 60_000);
    expect((await reset(tokenOf())).body.code).toBe("reset.closed");
  });

  test("a link outlives a reset that could not be written", async () => {
    await ask();
    const token = tokenOf();
    const { next } = world.deps.ids;
    world.deps.log = { info: () => {}, error: () => {} };
    const [taken] = await world.deps.db.select({ id: schema.audit.id }).from(schema.audit).limit(1);
    world.deps.ids = { ...world.deps.ids, next: (kind) => (kind === "audit" && taken ? taken.id : next(kind)) };
    expect((await reset(token)).status).toBe(500);
    expect((await signIn()).status).toBe(500);
    world.deps.ids = { ...world.deps.ids, next };
    expect((await reset(token)).status).toBe(200);
  });

  test("the database holds nothing that would open a reset", async () => {
    await ask();
    const rows = JSON.stringify(await world.deps.db.query.verification.findMany());
    expect(rows).not.toContain(tokenOf());
  });
});

describe("sessions", () => {
  test("a person sees their sessions and ends one of them", async () => {
    const [mine, other] = [await signedIn(world, owner), await signedIn(world, owner)];
    const { body } = await world.send("/api/v1/me/sessions", { cookie: mine });
    const sessions = body.items as { id: string; isCurrent: boolean }[];
    expect(sessions).toHaveLength(2);
    const id = sessions.find(({ isCurrent }) => !isCurrent)?.id;
    await world.send(`/api/v1/me/sessions/${id}`, { method: "DELETE", cookie: mine });
    expect((await world.send("/api/v1/me", { cookie: other })).status).toBe(401);
    expect((await world.send("/api/v1/me", { cookie: mine })).status).toBe(200);
  });

  test("a session that nobody uses for two weeks is over, one in use is not", async () => {
    const day = 24 * 60 * 60_000;
    const [used, idle] = [await signedIn(world, owner), await signedIn(world, owner)];
    world.deps.clock.advance(8 * day);
    expect((await world.send("/api/v1/me", { cookie: used })).status).toBe(200);
    world.deps.clock.advance(8 * day);
    expect((await world.send("/api/v1/me", { cookie: used })).status).toBe(200);
    expect((await world.send("/api/v1/me", { cookie: idle })).status).toBe(401);
    world.deps.clock.advance(15 * day);
    expect((await world.send("/api/v1/me", { cookie: used })).status).toBe(401);
  });

  test("a token may not change the account of its person", async () => {
    const json = { current: owner.password, password: "a completely new one" };
    const answer = await world.send("/api/v1/me/password", { json, token: world.token });
    expect(answer.body.code).toBe("auth.session_needed");
  });
});
