import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimedApp, owner, signedIn } from "../../testing/test-app.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let cookie: string;
beforeAll(async () => {
  world = await claimedApp();
  cookie = await signedIn(world, owner);
});
afterAll(() => world?.deps.dispose());

const names = async () => {
  const { body } = await world.send("/api/v1/projects", { token: world.token });
  return (body.items as { name: string }[]).map(({ name }) => name);
};

describe.each([
  "application/json",
  "Application/JSON",
  "text/plain",
  "TEXT/PLAIN;charset=UTF-8",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "",
])("a write with a cookie and the content type %j", (type) => {
  test.each([
    ["of another site", "https://evil.test"],
    ["of a page that hides where it is", "null"],
    ["without an origin", undefined],
  ])("%s is refused and writes nothing", async (_, origin) => {
    const before = await names();
    const headers = { Cookie: cookie, "Content-Type": type, ...(origin === undefined ? {} : { Origin: origin }) };
    const request = new Request(`${world.deps.config.url}/api/v1/projects`, {
      method: "POST",
      headers,
      body: JSON.stringify({ name: "Forged" }),
    });
    const answer = await world.app.fetch(request, { deps: world.deps, client: { ip: "192.0.2.1", userAgent: "x" } });
    expect(answer.status).toBe(403);
    expect(await names()).toEqual(before);
  });
});
