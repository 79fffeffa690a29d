import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aPublicKey } from "../../testing/resources.ts";
import { claimedApp } from "../../testing/test-app.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let made: Awaited<ReturnType<typeof aWorld>>;
// One instance for all: none of the tests changes what another one reads.
beforeAll(async () => {
  world = await claimedApp();
  made = await aWorld();
}, 60_000);
afterAll(() => world.deps.dispose());

const ask = (path: string, json?: unknown, { method }: { method?: string } = {}) =>
  world.send(`/api/v1${path}`, {
    token: world.token,
    ...(json === undefined ? {} : { json }),
    ...(method ? { method } : {}),
  });
const id = ({ body, text }: { body: Record<string, unknown>; text: string }) => {
  if (typeof body.id !== "string") throw new Error(text);
  return body.id;
};

/** Everything a deployment needs, made through the API as a person would. */
async function aWorld() {
  const enrolment = await ask("/runners/enrolments", {});
  const enrolled = await world.send("/api/v1/runner/enrol", {
    json: {
      token: enrolment.body.token,
      name: "harbour-1",
      sshPublicKey: aPublicKey,
      version: "0.1.0",
      platform: "linux-x64",
    },
  });
  const runnerId = enrolled.body.runner;
  const server = await ask("/servers", { kind: "ssh", name: "web-1", host: "203.0.113.7", runnerId });
  const source = await ask("/sources", { name: "GitHub", forge: "github", auth: "token", token: "ghp_swordfish" });
  const project = await ask("/projects", { name: "Shop" });
  const environments = await ask(`/environments?projectId=${id(project)}`);
  const [environment] = environments.body.items as { id: string }[];
  const [destination] = server.body.destinations as { id: string }[];
  const application = await ask("/applications", {
    name: "shop",
    environmentId: environment?.id,
    destinationId: destination?.id,
    origin: { kind: "git", sourceId: id(source), repositoryUrl: "https://github.com/Harbour/Shop.git" },
  });
  return { server, source, application, environmentId: environment?.id, destinationId: destination?.id, runnerId };
}

test("the way from a runner to an application with domain and variables needs nothing but the API", async () => {
  const { server, source, application } = made;
  expect([server.status, source.status, application.status]).toEqual([201, 201, 201]);
  expect(server.body).toMatchObject({
    state: "pending",
    port: 22,
    user: "root",
    authorizedKeysLine: `restrict,port-forwarding ${aPublicKey}`,
  });
  expect(application.body).toMatchObject({ origin: { repository: "harbour/shop", branch: "main" }, urls: [] });
  const of = `/applications/${id(application)}`;
  const domain = await ask(`${of}/domains`, { host: " Shop.Example.com", withWww: true });
  expect(domain.status).toBe(201);
  const put = await ask(
    `${of}/variables`,
    {
      revision: 1,
      variables: [
        { key: "A", value: "1\n" },
        { key: "B", value: "2", isSecret: false },
      ],
    },
    { method: "PUT" },
  );
  expect(put.body.items).toMatchObject([
    { key: "A", value: null },
    { key: "B", value: "2" },
  ]);
  expect((await ask(of)).body).toMatchObject({ urls: ["https://shop.example.com/"], state: "new" });
  const list = await ask("/applications");
  expect(list.body).toMatchObject({ items: [{ name: "shop", url: "https://shop.example.com/" }], nextCursor: null });
});

test("no secret that was given or made comes back from any read", async () => {
  const { server, source, application } = made;
  const channel = await ask("/channels", {
    name: "ops",
    settings: { kind: "webhook", url: "https://hooks.example.com/in/swordfish" },
  });
  await ask(`/applications/${id(application)}/variables`, { key: "KEY", value: "swordfish" });
  const secrets = [source.body.webhookSecret, channel.body.signingSecret];
  const reads = [
    "/sources",
    `/sources/${id(source)}`,
    "/channels",
    `/channels/${id(channel)}`,
    "/servers",
    `/servers/${id(server)}`,
  ]
    .concat(["/applications", `/applications/${id(application)}`, `/applications/${id(application)}/variables`])
    .concat(["/runners", "/audit", "/destinations", "/environments"]);
  for (const path of reads) {
    const { status, text } = await ask(path);
    expect([path, status]).toEqual([path, 200]);
    for (const secret of ["swordfish", ...secrets]) expect(text).not.toContain(secret);
  }
});

describe("refusals name the field", () => {
  test.each([
    [
      "a repository that is a command",
      { origin: { kind: "git", repositoryUrl: "ext::sh -c id" } },
      "origin.repositoryUrl",
    ],
    [
      "an option as a branch",
      { origin: { kind: "git", repositoryUrl: "https://git.test/a/b", branch: "--upload-pack=x" } },
      "origin.branch",
    ],
    ["a Dockerfile outside", { build: { kind: "dockerfile", dockerfile: "../Dockerfile" } }, "build.dockerfile"],
    ["a port that is text", { container: { port: "80" } }, "container.port"],
    ["a column nobody may set", { teamId: "team_x" }, "teamId"],
    ["a health path with a line break", { health: { path: "/a\nb" } }, "health.path"],
  ])("%s", async (_name, change, path) => {
    const { environmentId, destinationId } = made;
    const origin = { kind: "git", repositoryUrl: "https://git.test/a/b" };
    const { status, body } = await ask("/applications", {
      name: "two",
      environmentId,
      destinationId,
      origin,
      ...change,
    });
    expect([status, (body.errors as { path: string }[])[0]?.path]).toEqual([400, path]);
  });

  test.each([
    ["a host that is an option", { host: "-oProxyCommand=id" }, "host"],
    ["a user that is a line of the list of users", { user: "root:x" }, "user"],
    ["seventeen builds at once", { buildConcurrency: 17 }, "buildConcurrency"],
    ["a proxy with a password", { httpProxy: "http://a:b@proxy.test" }, "httpProxy"],
  ])("%s", async (_name, change, path) => {
    const { server } = made;
    const { status, body } = await ask(`/servers/${id(server)}`, { revision: 1, ...change }, { method: "PATCH" });
    expect([status, (body.errors as { path: string }[])[0]?.path]).toEqual([400, path]);
  });
});

test("deleting answers 202 with what happens, and 404 afterwards", async () => {
  const { environmentId, destinationId } = made;
  const origin = { kind: "image", image: "nginx:1" };
  const application = await ask("/applications", { name: "short-lived", environmentId, destinationId, origin });
  const gone = await ask(`/applications/${id(application)}`, undefined, { method: "DELETE" });
  expect([gone.status, gone.body]).toEqual([202, { isRemoved: true, leftBehind: [] }]);
  expect((await ask(`/applications/${id(application)}`)).status).toBe(404);
});
