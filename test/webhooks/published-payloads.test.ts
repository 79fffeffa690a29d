import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { readers } from "../../api/src/pushes/forges/readers.ts";
import type { ReadDelivery } from "../../api/src/rules/push-event.ts";
import { forgeKinds, renderPush } from "../lab/deliver-push.ts";
import { noCommit, type Push } from "../lab/forge/push.ts";

interface Example {
  name: string;
  examples: unknown[];
}
const published: Example[] = createRequire(import.meta.url)("@octokit/webhooks-examples");

const readerOf = {
  github: "github",
  gitlab: "gitlab",
  bitbucket: "bitbucket",
  gitea: "gitea",
  forgejo: "gitea",
} as const;
const before = "a".repeat(40);
const after = "b".repeat(40);
const push: Push = {
  repository: {
    fullName: "Ada/Shop",
    isPublic: false,
    httpUrl: "http://forge.test/Ada/Shop.git",
    httpsUrl: "https://forge.test/Ada/Shop.git",
    sshUrl: "git@forge.test:Ada/Shop.git",
    token: "t",
  },
  ref: "refs/heads/main",
  before,
  after,
  isForced: false,
  commits: [
    {
      id: after,
      message: "Make it faster\n\nand better",
      timestamp: "2026-11-22T10:00:00+00:00",
      author: { name: "Ada Pusher", email: "ada@lab.test" },
      added: ["src/new.ts"],
      modified: ["src/app.ts"],
      removed: ["old.txt"],
    },
  ],
};

function read(forge: (typeof forgeKinds)[number], of: Push): ReadDelivery {
  const { headers, body } = renderPush({ forge, secret: "s", push: of });
  const reader = readers[readerOf[forge]];
  return reader.read(reader.identify(new Headers(headers)).event, JSON.parse(body));
}

describe.each(forgeKinds)("%s", (forge) => {
  test("a signed push is genuine with its secret and with no other", async () => {
    const { headers, body } = renderPush({ forge, secret: "the secret", push, deliveryId: "delivery-1" });
    const call = { headers: new Headers(headers), bytes: new TextEncoder().encode(body), now: 0 };
    const reader = readers[readerOf[forge]];
    expect(reader.isGenuine(call, "the secret")).toBe(true);
    expect(reader.isGenuine(call, "another")).toBe(false);
    expect(reader.identify(call.headers).deliveryKey).toBe("delivery-1");
  });

  test("a push names repository, branch, commits and author", () => {
    expect(read(forge, push)).toMatchObject({
      kind: "pushes",
      pushes: [
        {
          repository: { fullName: "ada/shop" },
          refKind: "branch",
          ref: "main",
          before,
          after,
          headCommit: { sha: after, author: "Ada Pusher" },
        },
      ],
    });
  });

  test("a new branch has nothing before it and no known paths", () => {
    const made = read(forge, { ...push, before: noCommit });
    expect(made).toMatchObject({ kind: "pushes", pushes: [{ before: null, after, changedPaths: null }] });
  });

  test("a deleted branch never deploys", () => {
    const gone = read(forge, { ...push, after: noCommit, commits: [] });
    const isRefused = gone.kind === "ignored" || gone.pushes.every((each) => each.after === null);
    expect(isRefused).toBe(true);
  });

  test("a tag is told as a tag", () => {
    const tag = read(forge, { ...push, ref: "refs/tags/v1", before: noCommit, commits: [] });
    const isTag = tag.kind === "ignored" || tag.pushes.every((each) => each.refKind === "tag" && each.ref === "v1");
    expect(isTag).toBe(true);
  });
});

test.each(["github", "gitlab", "gitea", "forgejo"] as const)("%s tells which paths changed", (forge) => {
  const told = read(forge, push);
  expect(told.kind === "pushes" && told.pushes[0]?.changedPaths?.toSorted()).toEqual([
    "old.txt",
    "src/app.ts",
    "src/new.ts",
  ]);
});

test("one push of two branches is two pushes for Bitbucket", () => {
  const reader = readers.bitbucket;
  const other = { ...push, ref: "refs/heads/next" };
  const { body } = renderPush({ forge: "bitbucket", secret: "s", push });
  const payload = JSON.parse(body);
  const second = JSON.parse(renderPush({ forge: "bitbucket", secret: "s", push: other }).body);
  payload.push.changes.push(...second.push.changes);
  const told = reader.read("repo:push", payload);
  expect(told.kind === "pushes" && told.pushes.map((each) => each.ref)).toEqual(["main", "next"]);
});

describe("GitHub's published examples", () => {
  const all = published.flatMap(({ name, examples }) => examples.map((example) => ({ name, example })));

  test("every one is read without an error, and only pushes are pushes", () => {
    expect(all.length).toBeGreaterThan(100);
    for (const { name, example } of all) {
      const told = readers.github.read(name, example);
      if (name !== "push") expect(told.kind).toBe("ignored");
    }
  });

  test("every published push is understood", () => {
    const told = all.filter(({ name }) => name === "push").map(({ example }) => readers.github.read("push", example));
    expect(told.length).toBeGreaterThan(0);
    const reasons = told.flatMap((each) => (each.kind === "ignored" ? [each.reason] : []));
    expect(reasons).toEqual([]);
  });
});
