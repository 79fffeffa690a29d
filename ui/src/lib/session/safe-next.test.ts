import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test.each([
  ["/servers/srv_1?x=1", "/servers/srv_1?x=1"],
  ["https://evil.example", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?next=/", "/"],
  [null, "/"],
])("after signing in %j leads to %s", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
