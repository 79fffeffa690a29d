import { describe, expect, test } from "vitest";
import { shaOf } from "../../testing/deliveries.ts";
import { readers } from "./readers.ts";

const [a, b] = [shaOf("a"), shaOf("b")];
const push = { ref: "refs/heads/main", before: a, after: b };
const repository = { id: 7, full_name: "Ada/Shop" };
const project = { id: 7, path_with_namespace: "Ada/Shop" };
const branch = { type: "branch", name: "main" };

const moved = { refKind: "branch", ref: "main", before: a, after: b, changedPaths: null };
const toldOf = (forge: keyof typeof readers, event: string, payload: unknown) => readers[forge].read(event, payload);

describe("a forge that writes null where it has nothing is understood", () => {
  test.each([
    ["github", "push", { ...push, repository, commits: null, head_commit: null, created: null, forced: null }],
    ["github", "push", { ...push, repository: { ...repository, id: null }, commits: [null] }],
    ["gitlab", "Push Hook", { ...push, project, commits: null, total_commits_count: null, project_id: null }],
    ["gitlab", "Push Hook", { ...push, project: { ...project, id: null }, commits: [null] }],
    ["gitea", "push", { ...push, repository, commits: null, total_commits: null, head_commit: null }],
    ["bitbucket", "repo:push", bitbucketPush({ commits: null, forced: null, closed: null })],
    ["git", "push", { ...push, repository: "Ada/Shop", message: null, author: null }],
  ] as const)("%s, %s", (forge, event, payload) => {
    expect(toldOf(forge, event, payload)).toMatchObject({ kind: "pushes", pushes: [moved] });
  });

  test.each([
    ["github", "push", { ...push, before: null, repository, commits: null }],
    ["gitlab", "Push Hook", { ...push, before: null, project }],
    ["gitea", "push", { ...push, before: null, repository }],
    ["bitbucket", "repo:push", bitbucketPush({ old: null })],
    ["git", "push", { ...push, before: null, repository: "Ada/Shop" }],
  ] as const)("%s tells a new branch", (forge, event, payload) => {
    expect(toldOf(forge, event, payload)).toMatchObject({ pushes: [{ ...moved, before: null }] });
  });

  test("a commit without author, message and one of its lists of paths still names its paths", () => {
    const commit = { id: b, message: null, author: null, added: null, removed: [null, "old.ts"], modified: ["a.ts"] };
    const payload = { ...push, repository, commits: [commit], head_commit: commit };
    expect(toldOf("github", "push", payload)).toMatchObject({
      pushes: [{ changedPaths: ["a.ts", "old.ts"], headCommit: { message: "", author: "" } }],
    });
  });

  test("a push of Bitbucket that moved nothing says so", () => {
    expect(toldOf("bitbucket", "repo:push", { push: { changes: null }, repository })).toMatchObject({
      reason: "The push moved no branch.",
    });
  });
});

function bitbucketPush(change: object) {
  const target = (hash: string) => ({ hash, message: null, author: { raw: null } });
  const [before, after] = [a, b].map((hash) => ({ ...branch, target: target(hash) }));
  return {
    push: { changes: [null, { old: before, new: after, ...change }] },
    repository: { ...repository, uuid: null },
  };
}

describe("the system hook of GitLab", () => {
  const sent = { ...push, event_name: "push", project, commits: [{ id: b, message: "Faster", added: ["a.ts"] }] };

  test("tells a push like a project's own", () => {
    expect(toldOf("gitlab", "System Hook", { ...sent, total_commits_count: 1 })).toMatchObject({
      pushes: [{ ...moved, changedPaths: ["a.ts"], repository: { fullName: "ada/shop", forgeId: "7" } }],
    });
  });

  test("tells a tag", () => {
    const tag = { ...sent, event_name: "tag_push", ref: "refs/tags/v1" };
    expect(toldOf("gitlab", "System Hook", tag)).toMatchObject({ pushes: [{ refKind: "tag", ref: "v1" }] });
  });

  test.each(["repository_update", "user_create", "merge_request", ""])("that tells of %s deploys nothing", (name) => {
    expect(toldOf("gitlab", "System Hook", { ...sent, event_name: name })).toEqual({
      kind: "ignored",
      reason: `Event "${name}" never deploys; only pushes do.`,
    });
  });
});
