import { expect, test } from "vitest";
import { serversInShort } from "./servers-in-short.ts";

test("one or two servers are named, of more the first and how many others", () => {
  expect(serversInShort(["web-1"])).toBe("web-1");
  expect(serversInShort(["web-1", "web-2"])).toBe("web-1, web-2");
  expect(serversInShort(["web-1", "web-2", "web-3"])).toBe("web-1 +2");
});
