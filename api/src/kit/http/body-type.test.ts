import { afterAll, beforeAll, expect, test } from "vitest";
import { aFullTeam, type FullTeam } from "../../testing/full-team.ts";
import { claimedApp } from "../../testing/test-app.ts";

// curl's `-d` calls every body a form. A body that nobody parses must not count as one that says nothing.

let world: Awaited<ReturnType<typeof claimedApp>>;
let team: FullTeam;
beforeAll(async () => {
  world = await claimedApp();
  team = await aFullTeam(world, "acme");
});
afterAll(() => world?.deps.dispose());

async function deployed(type: string, body: string) {
  const headers = { Authorization: `Bearer ${team.tokens.owner}`, ...(type === "" ? {} : { "Content-Type": type }) };
  const url = `${world.deps.config.url}/api/v1/applications/${team.ids.applications}/deployments`;
  const request = new Request(url, { method: "POST", headers, body: new TextEncoder().encode(body) });
  const answer = await world.app.fetch(request, { deps: world.deps, client: { ip: "192.0.2.1", userAgent: "curl" } });
  return { ...((await answer.json()) as { code?: string; title?: string }), status: answer.status };
}

test.each(["application/x-www-form-urlencoded", "text/plain;charset=UTF-8", "application/jsonp", "", "json"])(
  "a wish that comes as %j is refused and told how to send it, not taken for an empty one",
  async (type) => {
    expect(await deployed(type, '{"noCache": true}')).toMatchObject({
      status: 400,
      code: "request.not_json",
      title: "The request body must be JSON: send it with Content-Type: application/json.",
    });
  },
);

test.each(["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"])(
  "JSON is read when it is called %j",
  async (type) => expect(await deployed(type, '{"never": true}')).toMatchObject({ code: "request.invalid" }),
);

test.each(["application/x-www-form-urlencoded", "text/plain", ""])(
  "whoever sends nothing at all as %j wishes nothing special",
  async (type) => expect(await deployed(type, "")).toMatchObject({ status: 202 }),
);
