import { request } from "node:https";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { readFixture } from "../support/fixtures.ts";
import { until } from "../support/until.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";

let world: ReleaseWorld;
let application: TestApplication;

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
});
afterAll(() => world?.stop());

/** One request over TLS that trusts the lab's certificate authority and nobody else. */
async function askSecurely(): Promise<number | undefined> {
  const ca = await world.lab.acme.issuerRootPem();
  const { host } = application;
  return new Promise((resolve, reject) => {
    const options = { host: world.lab.server(0).host, servername: host, headers: { Host: host }, ca, agent: false };
    request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

/** What a check of the server tells of these hosts. */
async function certificatesOf(...certificates: string[]) {
  const { target } = world;
  const { result, error } = await world.run({
    kind: "check-server",
    target,
    proxy: "caddy",
    expected: [],
    certificates,
  });
  if (result?.kind !== "check-server") throw new Error("the check ends well", { cause: error });
  return result.certificates;
}

test("a domain gets its certificate from the configured authority, and plain requests are sent to it", async () => {
  const { directoryUrl, caPem } = world.lab.acme;
  const payload = await application.deployPayload(await readFixture("healthy"));
  const route = { host: application.host, path: "/", scheme: "https" as const, redirectTo: null, port: null };
  const nowhere = { ...route, host: "nowhere.example.com" };
  const { routes } = payload;
  if (!routes) throw new Error("the server has a proxy");
  const { result, error, log } = await world.run({
    ...payload,
    spec: { ...payload.spec, routes: [route] },
    routes: {
      ...routes,
      acme: { email: "ops@lab.test", directory: directoryUrl, trustedRoots: caPem },
      applications: routes.applications.map((each) => ({ ...each, routes: [route, nowhere] })),
    },
  });
  if (!result) throw new Error(log, { cause: error });
  expect(await until("the certificate", askSecurely, { withinMs: 60_000 })).toBe(200);
  const plain = await ask({ host: application.host, ip: world.lab.server(0).host, path: "/a?b=c" });
  expect(plain).toMatchObject({ status: 308, headers: { location: `https://${application.host}/a?b=c` } });
});

test("the certificate that is served is told, and the authority's words where it gave none", async () => {
  const [served] = await certificatesOf(application.host);
  expect(served).toMatchObject({ host: application.host, state: "served", reason: null });
  expect(served?.issuer).toMatch(/Pebble/);
  expect(served?.notAfter).toBeGreaterThan(Date.now());
  // While the authority is at it, nothing is known yet.
  const refused = await until(
    "the refusal",
    async () => {
      const [seen] = await certificatesOf("nowhere.example.com");
      return seen?.state === "failed" ? seen : undefined;
    },
    { withinMs: 60_000 },
  );
  expect(refused).toMatchObject({ issuer: null, notAfter: null });
  expect(refused?.reason).toMatch(/nowhere\.example\.com|acme/);
});
