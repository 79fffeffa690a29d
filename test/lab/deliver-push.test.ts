import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { deliver, type ForgeKind, forgeKinds, renderPush } from "./deliver-push.ts";
import { renderBitbucketPush } from "./deliveries/bitbucket.ts";
import { renderGithubIssue, renderGithubPing } from "./deliveries/github.ts";
import { noCommit, type Push } from "./forge/push.ts";

const secret = "a secret for this source";
const id = "6c5ac9c4-0000-4000-8000-000000000000";

const repository: Push["repository"] = {
  fullName: "acme/shop",
  isPublic: false,
  httpUrl: "http://10.77.1.1:3080/acme/shop.git",
  httpsUrl: "https://10.77.1.1:3443/acme/shop.git",
  sshUrl: "ssh://git@10.77.1.1:2222/acme/shop.git",
  token: "token",
};

const aPush = (changed: Partial<Push> = {}): Push => ({
  repository,
  ref: "refs/heads/main",
  before: "1".repeat(40),
  after: "2".repeat(40),
  isForced: false,
  commits: [
    {
      id: "2".repeat(40),
      message: "Change the price",
      timestamp: "2026-01-02T03:04:05+00:00",
      author: { name: "Ada Pusher", email: "ada@lab.test" },
      added: [],
      modified: ["price.txt"],
      removed: [],
    },
  ],
  ...changed,
});

const deletedBranch = aPush({ ref: "refs/heads/feature", after: noCommit, commits: [] });
const hmac = (body: string) => createHmac("sha256", secret).update(body).digest("hex");
const render = (forge: ForgeKind, push = aPush()) => renderPush({ forge, secret, push, deliveryId: id });

describe.each(forgeKinds)("a push told by %s", (forge) => {
  test("names the pushed repository and commit and nothing of the example", () => {
    const { body } = render(forge);
    for (const told of ["acme/shop", "2".repeat(40), "Change the price"]) expect(body).toContain(told);
    expect(body).not.toMatch(/Codertocat|Diaspora|team_name|gitea\/webhooks/);
  });
});

describe("authentication of a delivery", () => {
  test.each([
    ["github", "x-hub-signature-256", "sha256="],
    ["bitbucket", "x-hub-signature", "sha256="],
    ["gitea", "x-gitea-signature", ""],
    ["forgejo", "x-forgejo-signature", ""],
  ] as const)("%s signs the exact body in %s", (forge, header, prefix) => {
    const { headers, body } = render(forge);
    expect(headers[header]).toBe(`${prefix}${hmac(body)}`);
  });

  test("GitLab sends the secret itself, or a signature when it has a signing token", () => {
    expect(render("gitlab").headers["x-gitlab-token"]).toBe(secret);
    const signingToken = `whsec_${Buffer.from("key").toString("base64")}`;
    const { headers, body } = renderPush({ forge: "gitlab", secret, push: aPush(), deliveryId: id, signingToken });
    const signed = `${id}.${headers["webhook-timestamp"]}.${body}`;
    const expected = createHmac("sha256", "key").update(signed).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${expected}`);
    expect(headers).not.toHaveProperty("x-gitlab-token");
  });
});

describe("what each forge does in its own way", () => {
  test("a deleted branch is a push to nowhere, except for Gitea, where it is another event", () => {
    expect(JSON.parse(render("github", deletedBranch).body)).toMatchObject({
      deleted: true,
      after: noCommit,
      head_commit: null,
    });
    expect(JSON.parse(render("gitlab", deletedBranch).body)).toMatchObject({ after: noCommit, checkout_sha: null });
    const [change] = JSON.parse(render("bitbucket", deletedBranch).body).push.changes;
    expect(change).toMatchObject({ new: null, closed: true, old: { name: "feature" } });
    const gitea = render("gitea", deletedBranch);
    expect(gitea.headers["x-gitea-event"]).toBe("delete");
    expect(JSON.parse(gitea.body)).toMatchObject({ ref: "feature", ref_type: "branch" });
  });

  test("a tag is an event of its own for GitLab and a type of ref for Bitbucket", () => {
    const tag = aPush({ ref: "refs/tags/v1", before: noCommit, commits: [] });
    expect(render("gitlab", tag).headers["x-gitlab-event"]).toBe("Tag Push Hook");
    const [change] = JSON.parse(render("bitbucket", tag).body).push.changes;
    expect(change).toMatchObject({ old: null, created: true, new: { type: "tag", name: "v1" } });
  });

  test("Bitbucket tells of two moved branches in one delivery", () => {
    const other = aPush({ ref: "refs/heads/staging" });
    const { body } = renderBitbucketPush({ secret, push: aPush(), deliveryId: id, alsoPushed: [other] });
    const names = JSON.parse(body).push.changes.map((change: { new: { name: string } }) => change.new.name);
    expect(names).toEqual(["main", "staging"]);
  });

  test("GitHub tells of other events in the same way", () => {
    const { headers, body } = renderGithubIssue({ secret, push: aPush(), deliveryId: id });
    expect(headers["x-github-event"]).toBe("issues");
    expect(headers["x-hub-signature-256"]).toBe(`sha256=${hmac(body)}`);
  });

  test("GitHub pings a webhook that was just set up", () => {
    const { headers, body } = renderGithubPing({ secret, push: aPush(), deliveryId: id });
    expect(headers["x-github-event"]).toBe("ping");
    expect(JSON.parse(body)).toHaveProperty("zen");
  });
});

test("a delivery arrives byte for byte, and its answer comes back", async () => {
  const received: string[] = [];
  const receiver = createServer(async (request, response) => {
    for await (const chunk of request) received.push(String(chunk));
    response.writeHead(202).end(request.headers["x-github-delivery"]);
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const delivery = render("github");
  const answer = await deliver(`http://127.0.0.1:${port}/`, delivery);
  receiver.close();
  expect(answer).toEqual({ status: 202, body: id });
  expect(received.join("")).toBe(delivery.body);
});
