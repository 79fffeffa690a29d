import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  EnvKey,
  GitRef,
  GitUrl,
  ImageRef,
  neededBy,
  refuseGitUrl,
  refuseRef,
  refuseServerUser,
  ServerHost,
  UserName,
} from "./index.ts";

describe("what is only unusual is taken", () => {
  test.each([
    [
      GitRef,
      ["feature/#12-fix", "fix/größe", "release(1)", "feat!", "100%", "a&b", "日本", "👩‍💻/wip", "a-", "@x", "x@"],
    ],
    [UserName, ["first.last", "Admin", "ada@corp.example.com", "CORP\\ada", "größe", "1a", "x".repeat(33)]],
    [ServerHost, ["web.example.com.", "db_1.internal", "203.0.113.9", "2001:db8::1"]],
    [EnvKey, ["spring.datasource.url", "A-B", "1ST"]],
    [ImageRef, ["registry.example.com:5000/shop", "[2001:db8::1]:5000/shop:1", "localhost:65535/shop"]],
  ] as const)("%#", (grammar, texts) => {
    expect(texts.filter((text) => !v.is(grammar, text))).toEqual([]);
  });

  test("and asks for a runner that knows it, while all else is for every runner", () => {
    expect(neededBy(GitRef, "release/1.x")).toBe(1);
    expect(neededBy(GitRef, "größe")).toBe(2);
    expect(neededBy(GitUrl, "git@github.com:mine/shop.git")).toBe(1);
    expect(neededBy(GitUrl, "Admin@git.example.com:/srv/shop.git")).toBe(2);
    expect([neededBy(UserName, "root"), neededBy(UserName, "Admin")]).toEqual([1, 2]);
    expect([neededBy(EnvKey, "KEY"), neededBy(EnvKey, "a.b")]).toEqual([1, 2]);
    expect([neededBy(ServerHost, "web"), neededBy(ServerHost, "web.")]).toEqual([1, 2]);
  });
});

describe("a refusal says which part is wrong and why", () => {
  test.each([
    ["a b", "must not contain a space: git allows none of"],
    ["a..b", "must not contain ..: git allows none of"],
    ["-x", "must not start with -, which git takes for an option"],
    ["a/.b", 'a part that starts with . like ".b"'],
    ["a/b.lock/c", 'a part that ends with .lock like "b.lock"'],
    ["a//b", "each part between slashes needs a name"],
    ["HEAD", "must not be HEAD"],
    ["a\u202eb", "must not contain U+202E, a character that is not seen"],
  ])("branch %j: %s", (ref, words) => {
    expect(refuseRef(ref)).toContain(words);
  });

  test.each([
    ["shop", "must be a clone URL such as https://host/owner/name"],
    ["https://ada@git.example.com/x", 'must not sign in: leave "ada@" out'],
    ["https://ada:pw@git.example.com/x", 'must not sign in: leave "ada@" out'],
    ["ssh://git:pw@git.example.com/x", "must not hold a password"],
    ["https://gіthub.com/x", "has a host that is none"],
    ["https://git.example.com:99999/x", 'has a port that is none: "99999"'],
    ["https://git.example.com/x?ref=y", 'must not contain "?" in the path'],
    ["https://git.example.com/a b", 'must not contain " " in the path; a space is written %20'],
    ["https://git.example.com/a/%2e%2e/b", "must not hold .. as a part of the path"],
    ["git@git.example.com:-x", "must not have a path that starts with -"],
    ["https://git.example.com/", "must name a repository behind the host"],
  ])("URL %j: %s", (url, words) => {
    expect(refuseGitUrl(url)).toContain(words);
  });

  test.each([
    ["root:x", "must not contain :"],
    ["-l", "must not start with -"],
    ["root ", 'must not begin or end with a space: "root "'],
    ["..", "which is a folder"],
    ["x".repeat(257), "at most 256 bytes"],
    ["", "must be the name of a user"],
  ])("user %j: %s", (user, words) => {
    expect(refuseServerUser(user)).toContain(words);
  });

  test("no refusal tells a password back", () => {
    expect(refuseGitUrl("https://ada:swordfish@git.example.com/x")).not.toContain("swordfish");
  });
});
