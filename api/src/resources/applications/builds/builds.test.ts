import { type BuildKind, buildKinds, WorkloadBuild } from "@fairlead/runner/contract";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { toBuild } from "../application-settings.ts";
import { BuildInput, BuildView, toInput } from "./index.ts";

// Generated from the list of kinds: one that is added is tried from its first day.
const kinds = Object.keys(buildKinds) as BuildKind[];

describe.each(kinds)("a build of the kind %s", (kind) => {
  const { from } = buildKinds[kind];
  const chosen = () => v.parse(BuildInput, { kind });

  test("is stored whole when only its kind is chosen, shown as it was chosen, and may be sent again as it is shown", () => {
    const stored = toBuild(from, chosen());
    expect(v.parse(WorkloadBuild, stored)).toEqual(stored);
    const shown = v.parse(BuildView, toInput(stored));
    expect(shown).toEqual(chosen());
    expect(toBuild(from, v.parse(BuildInput, shown))).toEqual(stored);
  });

  test("is refused for what it cannot begin with", () => {
    const other = from === "git" ? "image" : "git";
    expect(() => toBuild(other, chosen())).toThrow(expect.objectContaining({ code: "request.invalid" }));
  });
});
