import { expect, test } from "vitest";
import { frontendWarning } from "./frontend-warning.ts";

const syntax = "docker/dockerfile:1";

test.each(["older", "v0.11.7+d3e6c1360f6e", "v0.28.0", "v0.27.9", "0.12.5-moby"])(
  "a Dockerfile with a frontend of its own is warned of on BuildKit %s",
  (version) => {
    expect(frontendWarning(syntax, version)).toMatch(/# syntax=docker\/dockerfile:1.*CVE-2026-33747/);
  },
);

test.each(["v0.28.1", "v0.28.2", "v0.29.0", "v1.0.0", "v0.28.1+abc", "v0.0", "latest", ""])(
  "nothing is said on BuildKit %j",
  (version) => {
    expect(frontendWarning(syntax, version)).toBeUndefined();
  },
);

test("nothing is said without such a line, or where the version is not told", () => {
  expect([frontendWarning(null, "v0.11.0"), frontendWarning(syntax, undefined)]).toEqual([undefined, undefined]);
});
