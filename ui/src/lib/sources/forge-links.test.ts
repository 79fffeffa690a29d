import { expect, test } from "vitest";
import { forgeLinks } from "./forge-links.ts";

const sha = "7b9158d0c0ffee";

test.each([
  ["https://github.com/acme/shop.git", null, "https://github.com/acme/shop/commit/7b9158d0c0ffee"],
  ["git@github.com:acme/shop.git", null, "https://github.com/acme/shop/commit/7b9158d0c0ffee"],
  ["https://gitlab.com/acme/group/shop", null, "https://gitlab.com/acme/group/shop/-/commit/7b9158d0c0ffee"],
  ["https://git.acme.test:8443/a/shop.git", "gitea", "https://git.acme.test:8443/a/shop/commit/7b9158d0c0ffee"],
  ["ssh://git@git.acme.test:2222/a/shop.git", "gitlab", "https://git.acme.test/a/shop/-/commit/7b9158d0c0ffee"],
] as const)("%s shows a commit", (address, forge, page) => {
  expect(forgeLinks(address, forge)?.commit(sha)).toBe(page);
});

test("a branch keeps its slashes, and nothing of its name becomes another address", () => {
  const links = forgeLinks("https://github.com/acme/shop", "github");
  expect(links?.branch("feature/cart?x#y")).toBe("https://github.com/acme/shop/tree/feature/cart%3Fx%23y");
});

test("what is behind no known forge has no page, and what is no web address never becomes one", () => {
  expect(forgeLinks("https://git.acme.test/a/shop.git", null)).toBeUndefined();
  expect(forgeLinks("https://git.acme.test/a/shop.git", "git")).toBeUndefined();
  expect(forgeLinks("javascript:alert(1)//github.com/a", "github")).toBeUndefined();
  expect(forgeLinks("file:///srv/git/shop.git", "gitea")).toBeUndefined();
});

test("a password in the address is not carried along", () => {
  expect(forgeLinks("https://user:secret@github.com/acme/shop.git", "github")?.repository).toBe(
    "https://github.com/acme/shop",
  );
});
