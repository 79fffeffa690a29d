import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GitSettings } from "./git-settings.ts";
import { filesIn } from "./testing/files-in.ts";
import { endpointIn, publicSettings, useServedProject } from "./testing/served-project.ts";

const { project, serve, sources } = useServedProject();
const signal = new AbortController().signal;

describe("fetching a commit", () => {
  test("an exact commit comes with its files, author, subject and time", async () => {
    const sha = project.push("plain", { "index.js": "one" }, { subject: "Say “one”" });
    project.push("plain", { "index.js": "two" });
    const server = await serve();
    const fetched = await sources().fetch(publicSettings(server.url("plain")), { ref: "main", commit: sha, signal });
    expect(fetched.commit).toEqual({
      sha,
      author: "Ada",
      subject: "Say “one”",
      committedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
    const tree = await fetched.openTree(".");
    expect(await filesIn(tree.openTar())).toEqual({ "index.js": "one" });
  });

  test("without a commit the head of the branch is taken, with a tag its commit", async () => {
    project.push("heads", { a: "1" }, { tag: "v1" });
    const tagged = project.git("heads", "rev-parse", "v1^{commit}");
    const head = project.push("heads", { a: "2" });
    const settings = publicSettings((await serve()).url("heads"));
    const bySide = async (ref: string) => (await sources().fetch(settings, { ref, commit: null, signal })).commit.sha;
    expect([await bySide("main"), await bySide("v1")]).toEqual([head, tagged]);
  });

  test("a commit that is in the mirror already needs no network", async () => {
    const sha = project.push("cached", { a: "1" });
    const server = await serve();
    const settings = publicSettings(server.url("cached"));
    await sources().fetch(settings, { ref: "main", commit: sha, signal });
    const before = server.requests.length;
    await sources().fetch(settings, { ref: "main", commit: sha, signal });
    expect(server.requests.length).toBe(before);
  });

  test("only one commit is fetched, not the history behind it", async () => {
    for (const n of ["1", "2", "3"]) project.push("shallow", { n });
    const server = await serve();
    const git = sources();
    await git.fetch(publicSettings(server.url("shallow"), { scope: "src_depth" }), {
      ref: "main",
      commit: null,
      signal,
    });
    const before = server.requests.length;
    const old = project.git("shallow", "rev-parse", "main~2");
    await git.fetch(publicSettings(server.url("shallow"), { scope: "src_depth" }), {
      ref: "main",
      commit: old,
      signal,
    });
    expect(server.requests.length).toBeGreaterThan(before);
  });

  test("two sources with the same URL never share a mirror", async () => {
    const sha = project.push("shared", { a: "1" });
    const server = await serve();
    await sources().fetch(publicSettings(server.url("shared"), { scope: "src_a" }), {
      ref: "main",
      commit: sha,
      signal,
    });
    const before = server.requests.length;
    await sources().fetch(publicSettings(server.url("shared"), { scope: "src_b" }), {
      ref: "main",
      commit: sha,
      signal,
    });
    expect(server.requests.length).toBeGreaterThan(before);
  });

  test("eight fetches of different commits at once all succeed", async () => {
    const shas = Array.from({ length: 8 }, (_, n) => project.push("parallel", { n: String(n) }));
    const git = sources();
    const settings = publicSettings((await serve()).url("parallel"));
    const fetched = await Promise.all(shas.map((commit) => git.fetch(settings, { ref: "main", commit, signal })));
    expect(fetched.map(({ commit }) => commit.sha)).toEqual(shas);
  });

  test("a broken mirror is thrown away and fetched again", async () => {
    const sha = project.push("broken", { a: "1" });
    const git = sources();
    const settings = publicSettings((await serve()).url("broken"), { scope: "src_broken" });
    await git.fetch(settings, { ref: "main", commit: sha, signal });

    for (const name of readdirSync(join(project.state, "git/mirrors")))
      writeFileSync(join(project.state, "git/mirrors", name, "shallow.lock"), "");
    const next = project.push("broken", { a: "2" });
    expect((await git.fetch(settings, { ref: "main", commit: next, signal })).commit.sha).toBe(next);
  });
});

describe("credentials", () => {
  test("a token opens the repository and is nowhere on disk or in an argument", async () => {
    const token = 't0k\'en $(id) "x" %41';
    const sha = project.push("private", { a: "1" });
    const server = await serve({ token });
    const settings = publicSettings(server.url("private"), {
      auth: { kind: "token", user: null, token },
      scope: "src_private",
    });
    expect((await sources().fetch(settings, { ref: "main", commit: sha, signal })).commit.sha).toBe(sha);
    const files = readdirSync(project.state, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(token))).toEqual([]);
  });

  test("a wrong token is access denied and the token is not in the words", async () => {
    project.push("private", { a: "1" });
    const server = await serve({ token: "right" });
    const settings = publicSettings(server.url("private"), {
      auth: { kind: "token", user: "me", token: "wr0ng-token" },
      scope: "src_wrong",
    });
    const fault = await sources()
      .fetch(settings, { ref: "main", commit: null, signal })
      .catch((error) => error);
    expect(fault).toMatchObject({ name: "SourceFault", reason: "access-denied" });
    expect(JSON.stringify([fault.message, fault.evidence, fault.nextAction])).not.toContain("wr0ng-token");
  });

  test("a redirect to another host gets no token", async () => {
    project.push("private", { a: "1" });
    const elsewhere = await serve({ token: "s3cret-token" });
    const moved = await serve({
      intercept: (request, response) => {
        response.writeHead(301, {
          location:
            elsewhere.url("private").replace(".git", ".git") + (request.url ?? "").replace(/^\/private\.git/, ""),
        });
        response.end();
        return true;
      },
    });
    const settings = publicSettings(moved.url("private"), {
      auth: { kind: "token", user: null, token: "s3cret-token" },
      scope: "src_moved",
      // Both are hosts of the admin's: what is left to refuse is the token.
      inside: [endpointIn(moved.url("private")), endpointIn(elsewhere.url("private"))],
    });
    const fault = await sources()
      .fetch(settings, { ref: "main", commit: null, signal })
      .catch((error) => error);
    expect(fault).toMatchObject({ reason: "access-denied" });
    expect(elsewhere.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });
});

test.each([
  ["over ssh", () => "git@127.0.0.1:lib-beside.git"],
  ["with somebody's name and password in it", (url: string) => url.replace("://", "://robot:hunter2@")],
])("a submodule of the same forge, named %s, is read with its parent's token", async (name, named) => {
  const lib = project.push("lib-beside", { "lib.js": "library" });
  const own = await serve({ token: "s3cret-token" });
  const parent = `with-beside-${name.length}`;
  project.push(parent, { lib: { submodule: lib, url: named(own.url("lib-beside")) } });
  const auth = { kind: "token", user: null, token: "s3cret-token" } as const;
  const settings = publicSettings(own.url(parent), { auth, scope: "src_beside", submodules: true });
  const { openTree } = await sources().fetch(settings, { ref: "main", commit: null, signal });
  expect(await filesIn((await openTree(".")).openTar())).toMatchObject({ "lib/lib.js": "library" });
});

test("a submodule named over ssh is read from the folder that its forge has on its host", async () => {
  const lib = project.push("git/acme/lib", { "lib.js": "library" });
  const own = await serve({ token: "s3cret-token" });
  project.push("git/acme/with-lib", { lib: { submodule: lib, url: "git@127.0.0.1:acme/lib.git" } });
  const settings = publicSettings(own.url("git/acme/with-lib"), {
    auth: { kind: "token", user: null, token: "s3cret-token" },
    scope: "src_folder",
    submodules: true,
    forgePath: "git",
  });
  const { openTree } = await sources().fetch(settings, { ref: "main", commit: null, signal });
  expect(await filesIn((await openTree(".")).openTar())).toMatchObject({ "lib/lib.js": "library" });
});

test("a submodule beside the folder of its forge gets no token, though the host is the same", async () => {
  const lib = project.push("wiki/lib", { "lib.js": "library" });
  const own = await serve({ token: "s3cret-token" });
  project.push("git/acme/with-wiki", { lib: { submodule: lib, url: own.url("wiki/lib") } });
  const settings = publicSettings(own.url("git/acme/with-wiki"), {
    auth: { kind: "token", user: null, token: "s3cret-token" },
    scope: "src_beside_folder",
    submodules: true,
    forgePath: "git",
  });
  const fetching = sources().fetch(settings, { ref: "main", commit: null, signal });
  await expect(fetching).rejects.toMatchObject({ reason: "access-denied" });
  const signedIn = own.requests.filter(({ headers }) => headers.authorization !== undefined);
  expect(signedIn.filter(({ url }) => url?.startsWith("/wiki/"))).toEqual([]);
});

test("a submodule of another host gets no token of its parent's", async () => {
  const lib = project.push("lib-elsewhere", { "lib.js": "library" });
  const elsewhere = await serve({ token: "s3cret-token" });
  project.push("with-elsewhere", { lib: { submodule: lib, url: elsewhere.url("lib-elsewhere") } });
  const own = await serve({ token: "s3cret-token" });
  const settings = publicSettings(own.url("with-elsewhere"), {
    auth: { kind: "token", user: null, token: "s3cret-token" },
    scope: "src_elsewhere",
    submodules: true,
    inside: [endpointIn(own.url("x")), endpointIn(elsewhere.url("x"))],
  });
  const fetching = sources().fetch(settings, { ref: "main", commit: null, signal });
  await expect(fetching).rejects.toMatchObject({
    reason: "access-denied",
    message: expect.stringContaining(`The submodule lib cannot be read from ${elsewhere.url("lib-elsewhere")}`),
    nextAction: expect.stringContaining("nothing signs in there"),
  });
  expect(elsewhere.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
});

describe("what goes wrong is named", () => {
  const failing = async (settings: GitSettings, request: { ref?: string; commit?: string | null } = {}) =>
    sources()
      .fetch(settings, { ref: "main", commit: null, signal, ...request })
      .then(
        () => "fetched",
        (error) => error.reason,
      );

  test("a repository that does not exist", async () => {
    expect(await failing(publicSettings((await serve()).url("nowhere")))).toBe("repository-not-found");
  });
  test("a branch that does not exist", async () => {
    project.push("branches", { a: "1" });
    expect(await failing(publicSettings((await serve()).url("branches")), { ref: "gone" })).toBe("ref-not-found");
  });
  test("a commit that a force push removed", async () => {
    const url = (await serve()).url("forced");
    project.push("forced", { a: "1" });
    const lost = project.push("forced", { a: "2" });
    project.forcePushBack("forced");
    project.git("forced", "reflog", "expire", "--expire=now", "--all");
    project.git("forced", "gc", "-q", "--prune=now");
    expect(await failing(publicSettings(url), { commit: lost })).toBe("commit-not-found");
  });
  test("a host where nobody listens", async () => {
    const server = await serve();
    const url = server.url("plain");
    await server.close();
    expect(await failing(publicSettings(url))).toBe("unreachable");
  });
  test("plain http unless it was allowed", async () => {
    expect(await failing(publicSettings((await serve()).url("plain"), { allowHttp: false }))).toBe("protocol-refused");
  });
  test.each([
    "ext::sh -c touch% /tmp/x",
    "file:///etc",
    "--upload-pack=x",
    "https://user:pass@host/x.git",
    "git@-oProxyCommand=x:y",
  ])("the URL %s is refused before git sees it", async (url) => {
    expect(await failing(publicSettings(url))).toBe("protocol-refused");
  });
  test.each(["--upload-pack=x", "a..b", "a b", "a\nb", "refs/../x", "@{u}"])(
    "the ref %j is refused before git sees it",
    async (ref) => {
      expect(await failing(publicSettings((await serve()).url("plain")), { ref })).toBe("ref-not-found");
    },
  );
});

describe("cancelling", () => {
  test("ends git when the forge never answers", async () => {
    const abort = new AbortController();
    const server = await serve({
      intercept: () => {
        abort.abort(new Error("cancelled by Ada"));
        return true;
      },
    });
    const fetching = sources().fetch(publicSettings(server.url("plain"), { scope: "src_hang" }), {
      ref: "main",
      commit: null,
      signal: abort.signal,
    });
    await expect(fetching).rejects.toThrow("cancelled by Ada");
  });
});

describe("the head of a ref", () => {
  test("is the branch, then the tag's commit, then nothing", async () => {
    project.push("refs", { a: "1" }, { tag: "v1" });
    const tagged = project.git("refs", "rev-parse", "v1^{commit}");
    const head = project.push("refs", { a: "2" });
    const settings = publicSettings((await serve()).url("refs"));
    const read = (ref: string) => sources().readHead(settings, { ref, signal });
    expect(await Promise.all(["main", "v1", "gone"].map(read))).toEqual([head, tagged, null]);
  });
});

describe("tidying", () => {
  test("keeps the newest commits and a mirror that is in use", async () => {
    const git = sources();
    const settings = publicSettings((await serve()).url("plain"), { scope: "src_tidy" });
    const { commit } = await git.fetch(settings, { ref: "main", commit: null, signal });
    await git.tidy(signal);
    expect((await git.fetch(settings, { ref: "main", commit: commit.sha, signal })).commit).toEqual(commit);
  });
});
