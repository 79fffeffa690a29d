import { describe, expect, test } from "vitest";
import type { GitSettings } from "./git-settings.ts";
import { parseGitUrl } from "./git-url.ts";
import { waysOfSubmodule } from "./submodule-way.ts";

const token = { kind: "token", user: null, token: "s3cret" } as const;
const deployKey = { kind: "deploy-key", privateKeyFile: "/keys/one" } as const;
const none = { kind: "none" } as const;
const line = "other.example ssh-ed25519 AAAA";
const knownHost = `git.example.com ssh-ed25519 AAAA\n${line}`;

function waysFrom(url: string, auth: GitSettings["auth"], submodule: string) {
  const settings = { url, auth, knownHost, submodules: true, lfs: false, scope: "src_one", inside: null };
  return waysOfSubmodule({ parsed: parseGitUrl(url), settings }, submodule).map((way) => [way.url, way.auth.kind]);
}

describe("a submodule on the forge of a source with a token", () => {
  test.each([
    ["git@git.example.com:acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["git@GIT.example.com.:/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["robot@git.example.com:acme/lib 100%.git".replace(" ", "_"), "https://git.example.com/acme/lib_100%25.git"],
    ["ssh://git@git.example.com/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["ssh://git@git.example.com:2222/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["https://robot@git.example.com/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["https://robot:hunter2@git.example.com/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["http://git.example.com/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["git://git.example.com/acme/lib.git", "https://git.example.com/acme/lib.git"],
    ["../lib.git", "https://git.example.com/acme/lib.git"],
  ])("by %s is read with it", (submodule, url) => {
    expect(waysFrom("https://git.example.com/acme/app.git", token, submodule)).toEqual([[url, "token"]]);
  });

  test("may be named by the forge's second door for ssh", () => {
    const ways = waysFrom("https://github.com/acme/app.git", token, "ssh://git@ssh.github.com:443/acme/lib.git");
    expect(ways).toEqual([["https://github.com/acme/lib.git", "token"]]);
  });

  test("keeps the port of the source", () => {
    const ways = waysFrom("https://git.example.com:8443/acme/app.git", token, "git@git.example.com:acme/lib.git");
    expect(ways).toEqual([["https://git.example.com:8443/acme/lib.git", "token"]]);
  });
});

test("without a source the same forge is read over https, where nothing has to sign in", () => {
  const ways = waysFrom("https://git.example.com/acme/app.git", none, "git@git.example.com:acme/lib.git");
  expect(ways).toEqual([["https://git.example.com/acme/lib.git", "none"]]);
});

describe("a token goes nowhere else", () => {
  test.each([
    ["https://other.example/acme/lib.git", "https://other.example/acme/lib.git"],
    ["https://robot:hunter2@other.example/acme/lib.git", "https://other.example/acme/lib.git"],
    ["git@other.example:acme/lib.git", "https://other.example/acme/lib.git"],
    ["ssh://git@other.example:2222/acme/lib.git", "https://other.example/acme/lib.git"],
    ["https://git.example.com:8443/acme/lib.git", "https://git.example.com:8443/acme/lib.git"],
    ["https://git.example.com.evil.test/acme/lib.git", "https://git.example.com.evil.test/acme/lib.git"],
    ["git@ssh.git.example.com:acme/lib.git", "https://ssh.git.example.com/acme/lib.git"],
    ["https://git.example.com@evil.test/acme/lib.git", "https://evil.test/acme/lib.git"],
  ])("with %s", (submodule, url) => {
    expect(waysFrom("https://git.example.com/acme/app.git", token, submodule)).toEqual([[url, "none"]]);
  });
});

describe("a deploy key", () => {
  const from = (submodule: string) => waysFrom("git@git.example.com:acme/app.git", deployKey, submodule);

  test.each(["git@git.example.com:acme/lib.git", "ssh://git@git.example.com:2222/acme/lib.git"])(
    "reads what lies on its forge: %s",
    (submodule) => {
      expect(from(submodule)).toEqual([[submodule, "deploy-key"]]);
    },
  );

  test.each([
    ["git@git.example.com:acme/app.git", "git@git.example.com:acme/lib.git"],
    ["ssh://git@git.example.com:2222/acme/app.git", "ssh://git@git.example.com:2222/acme/lib.git"],
  ])("of %s reads what is named by https there, if nobody else may", (url, rewritten) => {
    expect(waysFrom(url, deployKey, "https://robot@git.example.com/acme/lib.git")).toEqual([
      ["https://git.example.com/acme/lib.git", "none"],
      [rewritten, "deploy-key"],
    ]);
  });

  test("is used on another host that an admin's line names, and on no other", () => {
    expect(from("git@other.example:acme/lib.git")).toEqual([["git@other.example:acme/lib.git", "deploy-key"]]);
    expect(from("git@third.example:acme/lib.git")).toEqual([["https://third.example/acme/lib.git", "none"]]);
    expect(from("ssh://git@other.example:2222/acme/lib.git")).toEqual([["https://other.example/acme/lib.git", "none"]]);
  });
});

test.each(["file:///etc", "ext::sh -c id", "/etc", "http://169.254.169.254/x.git?a=b", "https://a@b@evil.test/x"])(
  "what is no clone URL is refused: %s",
  (submodule) => {
    expect(() => waysFrom("https://git.example.com/acme/app.git", token, submodule)).toThrow(
      expect.objectContaining({ reason: "protocol-refused" }),
    );
  },
);

describe("a forge that has only a folder of its host", () => {
  const ways = ({ url, auth }: Pick<GitSettings, "url" | "auth">, submodule: string) => {
    const settings = { url, auth, knownHost, submodules: true, lfs: false, scope: "src_one", inside: null };
    const parent = { parsed: parseGitUrl(url), settings: { ...settings, forgePath: "git" } };
    return waysOfSubmodule(parent, submodule).map((way) => [way.url, way.auth.kind]);
  };
  const byToken = { url: "https://git.example.com/git/acme/app.git", auth: token };
  const byKey = { url: "git@git.example.com:acme/app.git", auth: deployKey };

  test.each([
    "git@git.example.com:acme/lib.git",
    "ssh://git@git.example.com:2222/acme/lib.git",
    "https://robot@git.example.com/git/acme/lib.git",
    "http://git.example.com/git/acme/lib.git",
    "../lib.git",
  ])("reads a submodule of its own in that folder with its token: %s", (submodule) => {
    expect(ways(byToken, submodule)).toEqual([["https://git.example.com/git/acme/lib.git", "token"]]);
  });

  test("takes an owner called like the folder for one first, and the folder itself for written out second", () => {
    expect(ways(byToken, "git@git.example.com:git/lib.git")).toEqual([
      ["https://git.example.com/git/git/lib.git", "token"],
      ["https://git.example.com/git/lib.git", "token"],
    ]);
  });

  test.each([
    ["https://git.example.com/wiki/acme/lib.git", "https://git.example.com/wiki/acme/lib.git"],
    ["https://git.example.com/gitolite/lib.git", "https://git.example.com/gitolite/lib.git"],
    ["../../../wiki/lib.git", "https://git.example.com/wiki/lib.git"],
  ])("gives its token to nothing beside that folder: %s", (submodule, url) => {
    expect(ways(byToken, submodule)).toEqual([[url, "none"]]);
  });

  test("is asked over ssh without the folder, and its key is used for nothing beside it", () => {
    expect(ways(byKey, "https://git.example.com/git/acme/lib.git")).toEqual([
      ["https://git.example.com/git/acme/lib.git", "none"],
      ["git@git.example.com:acme/lib.git", "deploy-key"],
    ]);
    expect(ways(byKey, "https://git.example.com/wiki/lib.git")).toEqual([
      ["https://git.example.com/wiki/lib.git", "none"],
    ]);
  });

  test("is another one on another host, where what lies deeper has no folder", () => {
    const settings = { ...byToken, knownHost, submodules: true, lfs: false, scope: "src_one", inside: null };
    const parent = { parsed: parseGitUrl(byToken.url), settings: { ...settings, forgePath: "git" } };
    const [way] = waysOfSubmodule(parent, "https://other.example/acme/lib.git");
    const deeper = { parsed: parseGitUrl(way.url), settings: { ...settings, ...way } };
    expect(waysOfSubmodule(deeper, "git@other.example:acme/deep.git")).toMatchObject([
      { url: "https://other.example/acme/deep.git", auth: { kind: "none" } },
    ]);
  });
});
