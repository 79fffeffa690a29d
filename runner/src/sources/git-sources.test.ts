import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { GitSettings } from "./git-settings.ts";
import { createGitSources } from "./git-sources.ts";
import { filesIn } from "./testing/files-in.ts";
import { type GitHttpServer, startGitHttpServer } from "./testing/git-http-server.ts";
import { createGitProject, type GitProject } from "./testing/git-project.ts";

let project: GitProject;
let servers: GitHttpServer[] = [];
const signal = new AbortController().signal;

beforeAll(() => {
  project = createGitProject();
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});
afterAll(() => project.remove());

const serve = async (options: Partial<Parameters<typeof startGitHttpServer>[0]> = {}) => {
  const server = await startGitHttpServer({ repositories: project.repositories, ...options });
  servers.push(server);
  return server;
};
/** The test's forge is on loopback: an admin named it. */
const endpointIn = (url: string) => URL.parse(url)?.host ?? "";
const publicSettings = (url: string, more: Partial<GitSettings> = {}): GitSettings => ({
  url,
  auth: { kind: "none" },
  knownHost: null,
  submodules: false,
  lfs: false,
  scope: "public",
  inside: [endpointIn(url)],
  allowHttp: true,
  ...more,
});
const sources = () => createGitSources({ stateDirectory: project.state, environment: process.env });

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
      committedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
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
  await expect(fetching).rejects.toMatchObject({ reason: "access-denied" });
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

describe("the tree of a commit", () => {
  const open = async (name: string, { base = ".", ...more }: Partial<GitSettings> & { base?: string } = {}) => {
    const settings = publicSettings((await serve()).url(name), more);
    const { openTree } = await sources().fetch(settings, { ref: "main", commit: null, signal });
    return openTree(base);
  };

  test("holds every file as it is, whatever the archive attributes say", async () => {
    project.push("attributes", {
      ".gitattributes": "*.md export-ignore\nv.txt export-subst\n",
      "README.md": "doc",
      "v.txt": "$Format:%H$",
      "ü b.txt": "x",
    });
    const files = await filesIn((await open("attributes")).openTar());
    expect(files).toEqual({
      ".gitattributes": expect.any(String),
      "README.md": "doc",
      "v.txt": "$Format:%H$",
      "ü b.txt": "x",
    });
  });
  test("can be limited to a base directory, and must exist there", async () => {
    project.push("mono", { "apps/web/index.js": "web", "apps/api/index.js": "api", README: "x" });
    const tree = await open("mono", { base: "apps/web" });
    expect(Object.keys(await filesIn(tree.openTar())).filter((name) => !name.endsWith("/"))).toEqual([
      "apps/web/index.js",
    ]);
    expect((await tree.readFile("index.js", { maxBytes: 100 }))?.toString()).toBe("web");
    await expect(open("mono", { base: "apps/none" })).rejects.toMatchObject({ reason: "path-not-found" });
    await expect(open("mono", { base: "README" })).rejects.toMatchObject({ reason: "path-not-found" });
    await expect(open("mono", { base: "../other" })).rejects.toMatchObject({ reason: "path-not-found" });
  });
  test("follows symlinks inside the repository and never out of it", async () => {
    project.push("links", {
      Dockerfile: "FROM x",
      "a/Dockerfile": { link: "../Dockerfile" },
      passwd: { link: "/etc/passwd" },
      up: { link: "../../up" },
    });
    const tree = await open("links");
    const read = (path: string) => tree.readFile(path, { maxBytes: 100_000 });
    expect((await read("a/Dockerfile"))?.toString()).toBe("FROM x");
    expect(await Promise.all([read("passwd"), read("up"), read("none")])).toEqual([undefined, undefined, undefined]);
    await expect(read("../etc/passwd")).rejects.toMatchObject({ reason: "path-not-found" });
  });
  test("refuses to read a file larger than asked for", async () => {
    project.push("large", { big: "x".repeat(5_000) });
    const tree = await open("large");
    await expect(tree.readFile("big", { maxBytes: 2_048 })).rejects.toMatchObject({
      reason: "file-too-large",
      message: "The file big of the repository is larger than 2 KiB, more than is read of it.",
    });
  });
  test("includes submodules when asked, with relative URLs, and not otherwise", async () => {
    const lib = project.push("lib", { "lib.js": "library" });
    project.push("parent", { "index.js": "x", "vendor/lib": { submodule: lib, url: "../lib.git" } });
    const without = await filesIn((await open("parent")).openTar());
    const files = await filesIn((await open("parent", { submodules: true })).openTar());
    expect(without["vendor/lib/lib.js"]).toBeUndefined();
    expect(files["vendor/lib/lib.js"]).toBe("library");
  });
  test.each(["file:///etc", "ext::sh -c id", "/etc", "http://169.254.169.254/x.git?a=b"])(
    "refuses a submodule at %s",
    async (url) => {
      project.push(`evil-${url.length}`, { sub: { submodule: "1".repeat(40), url } });
      await expect(open(`evil-${url.length}`, { submodules: true })).rejects.toMatchObject({
        reason: "protocol-refused",
      });
    },
  );
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
