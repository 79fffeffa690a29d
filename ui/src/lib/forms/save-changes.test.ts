import { describe, expect, test } from "vitest";
import { ApiError } from "../api/api-error.ts";
import type { Change } from "../api/conflict.ts";
import { settledSet } from "../variables/settled-set.ts";
import { saveChanges } from "./save-changes.ts";

const read = { revision: 3, name: "shop", container: { port: 80, cpus: null }, origin: { branch: "main", lfs: false } };
type Fields = { name?: string; container?: object; origin?: object; token?: string };

const overtaken = (revision: number, ...changes: Partial<Change>[]) =>
  new ApiError({
    status: 409,
    title: "Somebody changed this.",
    code: "edit.conflict",
    errors: [],
    requestId: null,
    conflict: {
      revision,
      changes: changes.map((each) => ({ path: "", yours: 1, theirs: 1, isHidden: false, ...each })),
    },
  });

/** Saves while the control plane answers one after the other. */
async function saved(
  set: Fields,
  { answers = ["saved"], mine, changes = [] }: { answers?: unknown[]; mine?: string[]; changes?: Change[] } = {},
) {
  const sent: object[] = [];
  const settled = mine && { revision: 7, changes, mine: new Set(mine) };
  const send = async (json: object) => {
    sent.push(json);
    const answer = answers[sent.length - 1];
    if (answer instanceof Error) throw answer;
    return String(answer);
  };
  const end = await saveChanges<Fields, string>(set, { read, merges: ["container"], settled, send }).catch(
    (error) => error,
  );
  return { sent, end };
}

describe("a save", () => {
  test("sends what differs from what was read, from the revision that was read", async () => {
    const { sent } = await saved({
      name: "shop",
      container: { port: 81, cpus: null },
      origin: { branch: "next", lfs: false },
    });
    expect(sent).toEqual([{ revision: 3, container: { port: 81 }, origin: { branch: "next", lfs: false } }]);
  });

  test("that changes nothing is not sent", async () => {
    expect(await saved({ name: "shop", origin: { branch: "main" } })).toEqual({ sent: [], end: undefined });
  });

  test("goes on beside somebody who saved another field", async () => {
    const { sent, end } = await saved(
      { name: "market" },
      { answers: [overtaken(5, { path: "name", yours: "market", theirs: "shop" }), "saved"] },
    );
    expect([sent[1], end]).toEqual([{ revision: 5, name: "market" }, "saved"]);
  });

  test("of a field that somebody else saved too is left to the person, with that field only", async () => {
    const { sent, end } = await saved(
      { name: "market", container: { cpus: 2 } },
      { answers: [overtaken(5, { path: "name", theirs: "bazaar" }, { path: "container.cpus", theirs: null })] },
    );
    expect(sent).toHaveLength(1);
    expect(end.conflict).toMatchObject({ revision: 5, changes: [{ path: "name", theirs: "bazaar" }] });
  });

  test("of a secret that may have been saved too is left to the person", async () => {
    const { end } = await saved(
      { token: "new" },
      { answers: [overtaken(5, { path: "token", theirs: null, isHidden: true })] },
    );
    expect(end.conflict.changes).toHaveLength(1);
  });
});

describe("a save after both values were looked at", () => {
  const changes: Change[] = [
    { path: "name", yours: "market", theirs: "bazaar", isHidden: false },
    { path: "origin.branch", yours: "next", theirs: "stable", isHidden: false },
    { path: "token", yours: null, theirs: null, isHidden: true },
  ];
  const set = { name: "market", origin: { branch: "next", lfs: true }, token: "new" };

  test("sends what was chosen of each, from the revision that was told", async () => {
    const { sent } = await saved(set, { mine: ["name"], changes });
    expect(sent).toEqual([{ revision: 7, name: "market", origin: { branch: "stable", lfs: true } }]);
  });

  test("asks again when somebody saved once more", async () => {
    const more = overtaken(9, { path: "name", theirs: "fair" });
    const { end } = await saved(set, { mine: ["name", "token"], changes, answers: [more] });
    expect(end.conflict).toMatchObject({ revision: 9, changes: [{ theirs: "fair" }] });
  });
});

test("of a set of variables each is chosen by itself, and a hidden value is kept", () => {
  const entry = { scope: "runtime" as const, isSecret: false, isArgumentAllowed: false };
  const variables = [
    { key: "A", value: "mine", ...entry },
    { key: "GONE", value: "mine", ...entry },
  ];
  const settled = {
    revision: 7,
    mine: new Set<string>(),
    changes: [
      { path: "variables.A.value", yours: "mine", theirs: "theirs", isHidden: false },
      { path: "variables.GONE", yours: {}, theirs: null, isHidden: false },
      { path: "variables.HUSH", yours: null, theirs: { ...entry, isSecret: true }, isHidden: false },
    ],
  };
  expect(settledSet(variables, { revision: 3, settled })).toEqual({
    revision: 7,
    variables: [
      { key: "A", value: "theirs", ...entry },
      { key: "HUSH", value: null, ...entry, isSecret: true },
    ],
  });
});
