import { describe, expect, test } from "vitest";
import { checkRegistry } from "./check-registry.ts";
import { readDigest } from "./read-digest.ts";
import type { RegistryCheck } from "./registry-check.ts";
import { aFakeRegistry, type FakeRegistryOptions } from "./testing/fake-registry.ts";

const registry = "registry.example.com:5000";
const login = { username: "robot", password: "swordfish" };
const image = (name: string) => `${registry}/${name}`;

type Given = FakeRegistryOptions & { check?: Partial<RegistryCheck> };
async function tried({ check, ...options }: Given = {}) {
  const { host, heard } = await aFakeRegistry(options);
  const { signal } = new AbortController();
  const lines = await checkRegistry(host, { registry, login, pull: null, push: null, signal, ...check });
  return { lines, heard, states: lines.map(({ name, state }) => `${name} ${state}`) };
}

describe("the login of a registry", () => {
  test.each(["bearer", "basic", "open"] as const)("is taken, where it is asked for as %s", async (asks) => {
    const { states, lines } = await tried({ asks });
    expect(states).toEqual(["login ok"]);
    expect(lines[0]?.nextAction).toBeNull();
  });

  test.each(["bearer", "basic"] as const)("that is wrong is told so, where it is asked for as %s", async (asks) => {
    const { states, lines } = await tried({
      asks,
      check: { login: { ...login, password: "guessed" }, pull: image("acme/shop:1") },
    });
    expect(states).toEqual(["login refused"]);
    expect(lines[0]).toMatchObject({
      sentence: expect.stringContaining("refuses the login of robot"),
      nextAction: expect.stringContaining("again"),
    });
    expect(JSON.stringify(lines)).not.toContain("guessed");
  });

  test("that has ended is told so, with how long one holds at that registry", async () => {
    const ended =
      '{"errors":[{"code":"DENIED","message":"Your authorization token has expired. Reauthenticate and try again."}]}';
    const { lines } = await tried({
      asks: "basic",
      says: ({ authorization }) => (authorization ? { status: 403, body: ended } : undefined),
    });
    expect(lines).toMatchObject([{ state: "expired", sentence: expect.stringContaining("has ended") }]);
  });

  test.each([
    ["in seconds", "120", 120],
    ["as a date", new Date(Date.now() + 3_600_000).toUTCString(), expect.closeTo(3_600, -2)],
    ["not at all", undefined, null],
  ])("is not learnt while the registry takes no requests: it says %s when", async (_, header, seconds) => {
    const says = () => ({ status: 429, ...(header === undefined ? {} : { headers: { "Retry-After": header } }) });
    const { lines } = await tried({ says });
    expect(lines).toMatchObject([{ state: "rate-limited", retryAfterSeconds: seconds }]);
  });

  test("is not waited for without end", async () => {
    const { lines } = await tried({ says: () => "silence", check: { withinMs: 200 } });
    expect(lines).toMatchObject([{ state: "slow", sentence: expect.stringContaining("did not answer within") }]);
  });

  test("is sent to nobody whose certificate the server does not trust", async () => {
    const { lines, heard } = await tried({ isTrusted: false });
    expect(lines).toMatchObject([
      { state: "untrusted", nextAction: expect.stringContaining(`/etc/docker/certs.d/${registry}/ca.crt`) },
    ]);
    expect(heard).toEqual([]);
  });

  test("is tried where the server's own settings take any certificate, or plain http", async () => {
    const config = { IndexConfigs: { [registry]: { Secure: false } } };
    const asks = "basic";
    expect((await tried({ asks, isTrusted: false, config })).states).toEqual(["login ok"]);
    expect((await tried({ asks, isPlain: true, config })).states).toEqual(["login ok"]);
  });

  test("is sent to nobody who speaks plain http, unless they say so", async () => {
    const { lines, heard } = await tried({ isPlain: true });
    expect(lines).toMatchObject([{ state: "plain-http", nextAction: expect.stringContaining("insecure-registries") }]);
    expect(heard).toEqual([]);
  });

  test.each(["http://auth.example.com/token", "https://169.254.169.254/token", "ftp://auth.example.com", "no address"])(
    "is not sent to %s for a token",
    async (realm) => {
      const { states, heard } = await tried({ realm });
      expect(states).toEqual(["login not-a-registry"]);
      expect(heard.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
    },
  );

  test.each([
    ["a website", { status: 200, headers: { "Content-Type": "text/html" }, body: "<html>" }, "not-a-registry"],
    ["nothing of a registry", { status: 404 }, "not-a-registry"],
    ["another address", { status: 301, headers: { Location: "https://www.example.com/" } }, "not-a-registry"],
    ["a registry that fails", { status: 503 }, "failing"],
  ])("finds %s", async (_, answer, state) => {
    expect((await tried({ says: () => answer })).states).toEqual([`login ${state}`]);
  });

  test("finds nobody at the address", async () => {
    const check = { registry: "registry.example.org" };
    expect((await tried({ check })).lines).toMatchObject([
      { state: "unreachable", sentence: expect.stringContaining("registry.example.org") },
    ]);
  });
});

describe("what a login may", () => {
  test("is tried once it is taken, and nothing is pulled or pushed", async () => {
    const { states, heard } = await tried({ check: { pull: image("acme/shop:1"), push: image("acme/mine") } });
    expect(states).toEqual(["login ok", "pull ok", "push ok"]);
    const asked = heard.filter(({ host }) => !host.startsWith("auth.")).map(({ method, path }) => `${method} ${path}`);
    expect(asked).toEqual([
      "GET /v2/",
      "GET /v2/",
      "HEAD /v2/acme/shop/manifests/1",
      "POST /v2/acme/mine/blobs/uploads/",
      "DELETE /v2/acme/mine/blobs/uploads/1?_state=x",
    ]);
  });

  test.each([
    ["an image that is not there", { pull: image("acme/shop:2") }, "pull missing", "has no image"],
    ["an image of somebody else", { pull: image("other/shop:1") }, "pull denied", "does not let it pull"],
    ["a repository that it may only read", { push: image("acme/shop") }, "push denied", "does not let it push"],
  ])("is told of %s", async (_, check, state, words) => {
    const { states, lines } = await tried({ check });
    expect(states.at(-1)).toBe(state);
    expect(lines.at(-1)?.sentence).toContain(words);
  });

  test("an upload that would go on elsewhere is left, and the login stays here", async () => {
    const Location = "https://auth.example.com/v2/acme/mine/blobs/uploads/1";
    const says = ({ method }: { method: string }) =>
      method === "POST" ? { status: 202, headers: { Location } } : undefined;
    const { states, heard } = await tried({ says, check: { push: image("acme/mine") } });
    expect(states.at(-1)).toBe("push ok");
    expect(heard.filter(({ method }) => method === "DELETE")).toEqual([]);
  });
});

describe("the image that a tag leads to", () => {
  const read = async (
    name: string,
    given: { login?: typeof login | null; says?: FakeRegistryOptions["says"] } = {},
  ) => {
    const { host, heard } = await aFakeRegistry(given.says ? { says: given.says } : {});
    const asked = { image: image(name), login: given.login === undefined ? login : given.login };
    return { heard, ...(await readDigest(host, { ...asked, signal: new AbortController().signal })) };
  };
  const digest = `sha256:${"1".repeat(64)}`;

  test("is told by the head of its manifest", async () => {
    const says = ({ method }: { method: string }) =>
      method === "HEAD" ? { status: 200, headers: { "Docker-Content-Digest": digest } } : undefined;
    const { heard, ...told } = await read("acme/shop:1", { says });
    expect(told).toEqual({ digest, trouble: null });
    expect(heard.filter(({ path }) => path.includes("/manifests/")).map(({ method }) => method)).toEqual(["HEAD"]);
  });

  test("is not known where the registry has none, gives none without a login, or says no digest", async () => {
    expect(await read("acme/shop:2")).toMatchObject({ digest: null, trouble: { state: "missing" } });
    expect(await read("acme/shop:1", { login: null })).toMatchObject({
      digest: null,
      trouble: { state: "denied", sentence: expect.stringContaining("without a login") },
    });
    const says = ({ method }: { method: string }) =>
      method === "HEAD" ? { status: 200, headers: { "Docker-Content-Digest": "sha256:x" } } : undefined;
    expect(await read("acme/shop:1", { says })).toMatchObject({ digest: null, trouble: { state: "failing" } });
    expect(await read("acme/shop:1", { says: () => ({ status: 429 }) })).toMatchObject({
      trouble: { state: "rate-limited" },
    });
  });
});
