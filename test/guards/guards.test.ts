import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import { findGuards } from "./find-guards.ts";
import { whyNotRemovable } from "./guard.ts";

// That each is noticed when it is removed is shown by `npm run guards`; here, that the list speaks of the code as it is.

const topics = await findGuards();

describe.each(topics)("the guards of $name", ({ guards }) => {
  test.each(guards)("$rule: stands where the list says, with a test", (guard) => {
    expect(whyNotRemovable(guard, readFileSync(join(root, guard.file), "utf8"))).toBeUndefined();
    expect(existsSync(join(root, guard.noticedBy)), guard.noticedBy).toBe(true);
  });

  test("are told apart by their rules", () => {
    expect(new Set(guards.map(({ rule }) => rule)).size).toBe(guards.length);
  });
});

test("a guard that stands nowhere, twice, or that nothing takes the place of is a fault of the list", () => {
  const guard = { rule: "", file: "a.ts", guard: "if (no) throw e;", without: "", noticedBy: "" };
  expect(whyNotRemovable(guard, "go();")).toBe("the guard stands 0 times in a.ts");
  expect(whyNotRemovable(guard, "if (no) throw e; if (no) throw e;")).toBe("the guard stands 2 times in a.ts");
  expect(whyNotRemovable({ ...guard, without: guard.guard }, "if (no) throw e;")).toBe("nothing would be removed");
  expect(whyNotRemovable(guard, "if (no) throw e; go();")).toBeUndefined();
});
