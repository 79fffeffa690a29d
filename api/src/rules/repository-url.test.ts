import { expect, test } from "vitest";
import { isUnderBase, repositoryOf } from "./repository-url.ts";

test.each([
  ["https://github.com/Harbour/Shop.git", null, "harbour/shop"],
  ["https://github.com/harbour/shop/", null, "harbour/shop"],
  ["git@github.com:Harbour/Shop.git", "https://github.com", "harbour/shop"],
  ["ssh://git@git.example.com:2222/group/sub/shop.git", null, "group/sub/shop"],
  ["https://example.com/gitlab/group/shop.git", "https://example.com/gitlab", "group/shop"],
  ["git@example.com:group/shop.git", "https://example.com/gitlab", "group/shop"],
])("the repository of %s (base %s) is %s", (url, base, repository) => {
  expect(repositoryOf(url, base)).toBe(repository);
});

test.each([
  ["https://github.com/harbour/shop", "https://github.com", true],
  ["https://github.com.evil.test/harbour/shop", "https://github.com", false],
  ["http://github.com/harbour/shop", "https://github.com", false],
  ["https://github.com:8443/harbour/shop", "https://github.com", false],
  ["https://example.com/gitlab/a/b", "https://example.com/gitlab", true],
  ["https://example.com/gitlab-evil/a/b", "https://example.com/gitlab", false],
  ["git@ssh.github.com:harbour/shop.git", "https://github.com", true],
  ["git@evilgithub.com:harbour/shop.git", "https://github.com", false],
  ["ssh://git@git.lan:2222/a/b.git", "http://git.lan:3000", true],
])("whether %s lies under %s is %s", (url, base, isUnder) => {
  expect(isUnderBase(url, base)).toBe(isUnder);
});
