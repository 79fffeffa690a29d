import { expect, test } from "vitest";
import { consequencesOf, toldOf } from "./registry-look.ts";

const line = {
  name: "login",
  state: "ok",
  sentence: "It is taken.",
  nextAction: null,
  retryAfterSeconds: null,
} as const;
const at = { checkedAt: 1_000, note: null };

test("what is wrong is told in place of what is right, with when it may be asked again", () => {
  const limited = { ...line, state: "rate-limited", sentence: "Later.", retryAfterSeconds: 60 } as const;
  expect(toldOf({ ...at, state: "ok", lines: [line] })).toMatchObject([{ sentence: "It is taken.", againAt: null }]);
  expect(toldOf({ ...at, state: "rate-limited", lines: [line, limited] })).toMatchObject([
    { sentence: "Later.", againAt: 61_000 },
  ]);
});

test("a registry that was not tried says why, and one that is being tried says nothing yet", () => {
  expect(toldOf({ ...at, state: "unchecked", lines: [] })[0]?.sentence).toContain("before logins were tried");
  const note = { sentence: "The server is away.", nextAction: "See." };
  expect(toldOf({ ...at, state: "unchecked", lines: [], note })[0]).toMatchObject(note);
  expect(toldOf({ ...at, state: "checking", lines: [line] })).toEqual([]);
});

test("whoever deletes it reads whom that touches, and how many more", () => {
  const image = (name: string) => ({ name, as: "image" as const });
  const ofDefault = { address: "ghcr.io", isDefault: true };
  const lines = consequencesOf(["a", "b", "c", "d", "e", "f"].map(image), ofDefault);
  expect(lines[0]).toBe("a is pulled from there: its next deployment asks without a login");
  expect(lines).toContain("So do 1 more applications");
  expect(consequencesOf([{ name: "site", as: "builder" }], ofDefault)[0]).toContain("built with an image");
  const chosen = consequencesOf([image("a"), { name: "b", as: "chosen" }], { ...ofDefault, isDefault: false });
  expect(chosen[0]).toContain("b has chosen it");
  expect(chosen.join()).not.toContain("Dockerfiles");
});
