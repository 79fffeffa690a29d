import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Egress } from "../kit/deps.ts";
import { aGitServer, openEgress } from "../testing/git-server.ts";
import { askHead } from "./ask-head.ts";
import { packet, readPackets } from "./pkt-line.ts";

const anonymous = { credentials: null, onlyPublic: false };

describe("a real git server", () => {
  let server: Awaited<ReturnType<typeof aGitServer>>;
  let head: string;
  beforeAll(async () => {
    server = await aGitServer();
    server.commit("main-old", "another branch whose name starts alike");
    head = server.commit("main", "first");
    for (let i = 0; i < 50; i++) server.commit(`feature/${i}`, `work ${i}`);
  });
  afterAll(() => server.dispose());

  const v0: Egress = (url, init) => {
    const { "Git-Protocol": _, ...headers } = init.headers ?? {};
    return openEgress(url, { ...init, headers });
  };

  test.each([
    ["protocol v2", openEgress],
    ["protocol v0", v0],
  ])("tells the head of exactly the branch that is asked for, over %s", async (_, egress) => {
    expect(await askHead({ egress }, { url: server.url, ref: "main", ...anonymous })).toEqual({ kind: "known", head });
  });

  test("a branch that does not exist is known not to", async () => {
    const answer = await askHead({ egress: openEgress }, { url: server.url, ref: "mai", ...anonymous });
    expect(answer).toEqual({ kind: "known", head: null });
  });

  test("over protocol v2 only that branch is listed, whatever else there is", async () => {
    const sizes: number[] = [];
    const egress: Egress = async (url, init) => {
      const answer = await openEgress(url, init);
      sizes.push(answer.bytes.length);
      return answer;
    };
    await askHead({ egress }, { url: server.url, ref: "main", ...anonymous });
    expect(Math.max(...sizes)).toBeLessThan(1_000);
  });

  test("a repository that is not there is told as such", async () => {
    const answer = await askHead({ egress: openEgress }, { url: `${server.url}x`, ref: "main", ...anonymous });
    expect(answer).toMatchObject({ kind: "unknown", reason: expect.stringContaining("HTTP 404") });
  });
});

test("a token opens what is closed, and a wrong one is told as such", async () => {
  const server = await aGitServer({ password: "t0ken" });
  const head = server.commit("main", "first");
  const ask = (token: string) =>
    askHead(
      { egress: openEgress },
      { url: server.url, ref: "main", credentials: { user: "robot", token }, onlyPublic: false },
    );
  expect(await ask("t0ken")).toEqual({ kind: "known", head });
  expect(await ask("other")).toMatchObject({ kind: "unknown", reason: expect.stringContaining("check the token") });
  await server.dispose();
});

const answering =
  (text: string, status = 200): Egress =>
  async () => ({ status, headers: new Headers(), bytes: new TextEncoder().encode(text) });

test.each([
  ["a web page", "<!doctype html><title>Sign in</title>"],
  ["a cut off answer", `${packet("# service=git-upload-pack\n")}0000004f`],
  ["an impossible length", "0003"],
])("%s is no answer of a git server", async (_, text) => {
  const answer = await askHead({ egress: answering(text) }, { url: "https://f.test/a/b", ref: "main", ...anonymous });
  expect(answer.kind).toBe("unknown");
});

test("a redirect is followed only to the same repository's address with .git", async () => {
  const asked: string[] = [];
  const egress: Egress = async (url) => {
    asked.push(url);
    const headers = new Headers({ location: "https://evil.test/" });
    return { status: 301, headers, bytes: new Uint8Array() };
  };
  await askHead({ egress }, { url: "https://f.test/a/b", ref: "main", ...anonymous });
  expect(asked).toEqual([
    "https://f.test/a/b/info/refs?service=git-upload-pack",
    "https://f.test/a/b.git/info/refs?service=git-upload-pack",
  ]);
});

test("packets are measured in bytes and markers are left out", () => {
  const text = `${packet("ünï\n")}0000${packet("b")}0001`;
  expect(readPackets(new TextEncoder().encode(text))).toEqual(["ünï", "b"]);
});
