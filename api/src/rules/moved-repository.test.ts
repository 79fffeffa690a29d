import { describe, expect, test } from "vitest";
import { redirectedTo, renamedUrl } from "./moved-repository.ts";

describe("the clone URL of a renamed repository", () => {
  test.each([
    ["https://forge.test/acme/old.git", "https://forge.test/acme/New.git"],
    ["https://forge.test/Acme/OLD", "https://forge.test/acme/New"],
    ["https://forge.test/acme/old/", "https://forge.test/acme/New"],
    ["https://forge.test/under/acme/old.git", "https://forge.test/under/acme/New.git"],
    ["git@forge.test:acme/old.git", "git@forge.test:acme/New.git"],
    ["ssh://git@forge.test:2222/acme/old.git", "ssh://git@forge.test:2222/acme/New.git"],
  ])("%s becomes %s", (url, renamed) => {
    expect(renamedUrl(url, { from: "acme/old", to: "acme/New" })).toBe(renamed);
  });

  test.each(["https://forge.test/scm/acme-old.git", "https://forge.test/xacme/old.git", "acme/old", ""])(
    "of %s nobody knows it",
    (url) => {
      expect(renamedUrl(url, { from: "acme/old", to: "acme/new" })).toBeNull();
    },
  );
});

describe("a redirect of a question about refs", () => {
  const from = "https://forge.test/acme/old.git";
  test.each([
    ["/acme/new.git/info/refs?service=git-upload-pack", "https://forge.test/acme/new.git"],
    ["https://forge.test/acme/new/info/refs", "https://forge.test/acme/new"],
    ["https://FORGE.test:443/acme/new/info/refs", "https://forge.test/acme/new"],
  ])("to %s leads to a repository of the same host", (location, base) => {
    expect(redirectedTo(from, location)).toEqual({ base, isNear: true });
  });

  test.each([
    ["https://other.test/acme/old.git/info/refs", "https://other.test/acme/old.git"],
    ["https://forge.test:8443/acme/old.git/info/refs", "https://forge.test:8443/acme/old.git"],
    ["http://forge.test/acme/old.git/info/refs", "http://forge.test/acme/old.git"],
    ["//other.test/acme/old.git/info/refs", "https://other.test/acme/old.git"],
    ["https://forge.test@other.test/x/info/refs", "https://other.test/x"],
    ["https://ada@forge.test/x/info/refs", "https://forge.test/x"],
  ])("to %s leads elsewhere", (location, base) => {
    expect(redirectedTo(from, location)).toEqual({ base, isNear: false });
  });

  test.each([null, "", "/users/sign_in", "https://forge.test/login?to=/info/refs", "file:///info/refs", "http://["])(
    "to %s leads to no repository",
    (location) => {
      expect(redirectedTo(from, location)).toBeNull();
    },
  );
});
