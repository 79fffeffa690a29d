import { afterEach, beforeEach, expect, test } from "vitest";
import { aPerson, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createAuth } from "./auth.ts";

const url = "https://fairlead.test";
const secret = "a test secret that is long enough to be taken";
const client = { ip: "192.0.2.7", userAgent: "test" };
let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

const cookieOf = (lines: string[]) => lines.map((line) => line.split(";")[0]).join("; ");

test("the cookie of a sign-in names a session that its own signature proves", async () => {
  const auth = createAuth({ db: deps.db, url, secret });
  const { email, password } = await aPerson(deps);
  const lines = (await auth.signIn({ email, password }, client)) ?? [];
  expect(lines.join()).toMatch(/^__Host-fairlead-session=[^;]+;.*HttpOnly.*Secure.*SameSite=Lax/i);
  const sessions = await deps.db.query.session.findMany();
  expect(await auth.sessionToken(cookieOf(lines))).toBe(sessions[0]?.token);
  expect(sessions[0]?.ipAddress).toBe("192.0.2.7");
});

test("a session token without its signature, or signed by another secret, opens nothing", async () => {
  const auth = createAuth({ db: deps.db, url, secret });
  const { email, password } = await aPerson(deps);
  const cookie = cookieOf((await auth.signIn({ email, password }, client)) ?? []);
  const other = createAuth({ db: deps.db, url, secret: `another ${secret}` });
  expect(await other.sessionToken(cookie)).toBeNull();
  expect(await auth.sessionToken(cookie.slice(0, -6))).toBeNull();
  expect(await auth.sessionToken(cookie.replace(/\..*/, ""))).toBeNull();
  expect(await auth.sessionToken("")).toBeNull();
});

test("a wrong password and an unknown person are refused alike", async () => {
  const auth = createAuth({ db: deps.db, url, secret });
  const { email } = await aPerson(deps);
  expect(await auth.signIn({ email, password: "not the password" }, client)).toBeNull();
  expect(await auth.signIn({ email: "nobody@fairlead.test", password: "not the password" }, client)).toBeNull();
});

test("signing out takes the cookie away", async () => {
  const auth = createAuth({ db: deps.db, url, secret });
  expect((await auth.signOut()).join()).toContain("fairlead-session=; Max-Age=0");
});
