import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ensureDeployKey } from "../hosts/ssh-keys.ts";
import type { Resolve } from "../reach/find-way.ts";
import { needsProgram } from "../testing/needs-program.ts";
import type { GitSettings } from "./git-settings.ts";
import { createGitSources, type GitSources, type GitSourcesOptions } from "./git-sources.ts";
import { type GitHttpServer, startGitHttpServer } from "./testing/git-http-server.ts";
import { createGitProject, type GitProject } from "./testing/git-project.ts";
import { startGitSshServer } from "./testing/git-ssh-server.ts";

let project: GitProject;
let forge: GitHttpServer;
const signal = new AbortController().signal;
const opened: { close: () => unknown }[] = [];

beforeAll(async () => {
  project = createGitProject();
  forge = await startGitHttpServer({ repositories: project.repositories });
  project.push("app", { a: "1" });
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});
afterAll(async () => {
  await forge.close();
  project.remove();
});

const port = () => URL.parse(forge.url("app"))?.port ?? "";
let scopes = 0;
const settings = (url: string, more: Partial<GitSettings> = {}): GitSettings => ({
  url,
  auth: { kind: "none" },
  knownHost: null,
  submodules: false,
  lfs: false,
  // A mirror of its own for each: nothing is there before it is fetched.
  scope: `src_${++scopes}`,
  inside: [],
  allowHttp: true,
  ...more,
});
const sources = (options: Partial<GitSourcesOptions> = {}): GitSources => {
  const made = createGitSources({ stateDirectory: project.state, environment: process.env, ...options });
  opened.push(made);
  return made;
};
const failing = (given: GitSettings, options: Partial<GitSourcesOptions> = {}) =>
  sources(options)
    .fetch(given, { ref: "main", commit: null, signal })
    .then(
      () => expect.unreachable("it was fetched"),
      ({ reason, message, evidence, nextAction }) => ({ reason, message, evidence, nextAction }),
    );
const leadingTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

/** Counts who connects, and says nothing. */
async function aListener(): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  opened.push(server);
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, connections: () => connections };
}
async function aClosedPort(): Promise<number> {
  const listener = await aListener();
  await new Promise((done) => Promise.resolve(opened.pop()?.close()).then(done));
  return listener.port;
}

describe("an address inside that nobody but a member typed", () => {
  test.each(["http", "ssh"])(
    "reads the same over %s whether anything listens there, and is not connected to",
    async (scheme) => {
      const open = await aListener();
      const closed = await aClosedPort();
      const urlTo = (at: number) => `${scheme}://127.0.0.1:${at}/ada/shop`;
      const [there, absent] = [await failing(settings(urlTo(open.port))), await failing(settings(urlTo(closed)))];
      const withoutPort = (value: unknown) => JSON.stringify(value).replaceAll(/127\.0\.0\.1:\d+/g, "it");
      expect(there).toMatchObject({ reason: "address-refused", evidence: [] });
      expect(withoutPort(there)).toBe(withoutPort(absent));
      expect(open.connections()).toBe(0);
    },
  );

  test("is asked for no branch either", async () => {
    const before = forge.requests.length;
    const reading = sources().readHead(settings(forge.url("app")), { ref: "main", signal });
    await expect(reading).rejects.toMatchObject({ reason: "address-refused" });
    expect(forge.requests.length).toBe(before);
  });

  test.each([
    ["leads inside", ["10.0.0.1"]],
    ["leads outside and inside", ["93.184.216.34", "10.0.0.1"]],
    ["leads to this machine itself", ["::1"]],
  ])("is refused by a name that %s", async (_name, addresses) => {
    const given = settings(`http://forge.test:${port()}/app.git`);
    expect(await failing(given, { resolve: leadingTo(...addresses) })).toMatchObject({ reason: "address-refused" });
  });

  test("is not where a redirect of a public host leads", async () => {
    const listener = await aListener();
    const host = await startGitHttpServer({
      repositories: project.repositories,
      intercept: (_request, response) => {
        response.writeHead(302, { location: `http://127.0.0.1:${listener.port}/app.git/info/refs` }).end();
        return true;
      },
    });
    opened.push(host);
    const inside = [URL.parse(host.url("app"))?.host ?? ""];
    expect(await failing(settings(host.url("app"), { inside }))).toMatchObject({ reason: "address-refused" });
    expect(listener.connections()).toBe(0);
  });

  test("is not where a submodule lies", async () => {
    const listener = await aListener();
    const inner = { submodule: "a".repeat(40), url: `http://127.0.0.1:${listener.port}/inner.git` };
    project.push("outer", { lib: inner });
    const inside = [`127.0.0.1:${port()}`];
    const given = settings(forge.url("outer"), { submodules: true, inside });
    expect(await failing(given)).toMatchObject({ reason: "address-refused" });
    expect(listener.connections()).toBe(0);
  });
});

describe("a name that changes between the judgement and the connection", () => {
  test("is public first and leads inside then: nothing inside is asked", async () => {
    const before = forge.requests.length;
    // The machine's own resolver leads this name to the forge on loopback.
    const given = settings(`http://localhost:${port()}/app.git`, { inside: [`localhost:${port()}`] });
    expect(await failing(given, { resolve: leadingTo("192.0.2.1") })).toMatchObject({ reason: "unreachable" });
    expect(forge.requests.length).toBe(before);
  });

  test("over http is connected to where it was judged to lead", async () => {
    const endpoint = `forge.invalid:${port()}`;
    const given = settings(`http://${endpoint}/app.git`, { inside: [endpoint] });
    const fetched = await sources({ resolve: leadingTo("127.0.0.1") }).fetch(given, {
      ref: "main",
      commit: null,
      signal,
    });
    expect(fetched.commit.author).toBe("Ada");
  });

  test("over ssh too, with the host key of its name", async (context) => {
    needsProgram(context, "ssh");
    const key = await ensureDeployKey(project.state, "src_pinned");
    const server = await startGitSshServer({ repositories: project.repositories, publicKey: key.publicKey });
    opened.push(server);
    const endpoint = `forge.invalid:${server.port}`;
    const given = settings(`ssh://git@${endpoint}/app.git`, {
      auth: { kind: "deploy-key", privateKeyFile: key.privateKeyFile },
      knownHost: `forge.invalid ${server.hostKey}`,
      inside: [endpoint],
    });
    const fetched = await sources({ resolve: leadingTo("127.0.0.1") }).fetch(given, {
      ref: "main",
      commit: null,
      signal,
    });
    expect(fetched.commit.author).toBe("Ada");
  });
});

describe("whoever set it up", () => {
  test.each(["169.254.169.254", "fd00:ec2::254", "100.100.100.200"])(
    "the metadata at %s is never reached",
    async (address) => {
      const given = settings("http://forge.test/app.git", { inside: null });
      expect(await failing(given, { resolve: leadingTo(address) })).toMatchObject({
        reason: "address-refused",
        nextAction: expect.stringContaining("metadata"),
      });
    },
  );

  test("the runner's policy narrows what an admin set up", async () => {
    const given = settings(forge.url("app"), { inside: [`127.0.0.1:${port()}`] });
    expect(await failing(given, { privateHosts: [] })).toMatchObject({
      reason: "address-refused",
      nextAction: expect.stringContaining("privateHosts"),
    });
    const allowed = sources({ privateHosts: ["127.0.0.1"] });
    expect((await allowed.fetch(given, { ref: "main", commit: null, signal })).commit.author).toBe("Ada");
  });
});
