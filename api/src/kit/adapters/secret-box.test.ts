import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SealPlace } from "../deps.ts";
import { createSecretBox } from "./secret-box.ts";

const box = createSecretBox("a test secret that is long enough to be taken");
const place: SealPlace = { team: "tem_a", table: "source", column: "token", row: "src_a" };
let teamKey: string;
let sealed: string;
beforeEach(async () => {
  teamKey = await box.newTeamKey();
  sealed = await box.seal(teamKey, place, "the token");
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a sealed secret", () => {
  test("of a mebibyte is not taken byte by byte: everybody else would wait for it", async () => {
    const [write, read] = [vi.spyOn(String, "fromCharCode"), vi.spyOn(String.prototype, "charCodeAt")];
    const plain = "x".repeat(1_048_576);
    expect(await box.open(teamKey, place, await box.seal(teamKey, place, plain))).toHaveLength(plain.length);
    expect(write.mock.calls.length + read.mock.calls.length).toBeLessThan(1_000);
  });

  test("opens where it was sealed and tells nothing by itself", async () => {
    expect(await box.open(teamKey, place, sealed)).toBe("the token");
    expect(sealed).not.toContain("token");
    expect(await box.seal(teamKey, place, "the token")).not.toBe(sealed);
  });

  test.each(["\ufeffx", "", "\r\n", "\u0000", "🚢"])("opens byte by byte: %j", async (plain) => {
    expect(await box.open(teamKey, place, await box.seal(teamKey, place, plain))).toBe(plain);
  });

  test.each<[string, Partial<SealPlace>]>([
    ["row", { row: "src_b" }],
    ["column", { column: "webhook_secret" }],
    ["table", { table: "application" }],
    ["team", { team: "tem_b" }],
  ])("does not open in another %s", async (_, other) => {
    await expect(box.open(teamKey, { ...place, ...other }, sealed)).rejects.toThrow();
  });

  test("does not open with the key of another team", async () => {
    await expect(box.open(await box.newTeamKey(), place, sealed)).rejects.toThrow();
  });

  test("does not open under another secret of the instance, which opens no key of a team either", async () => {
    const other = createSecretBox("another secret that is long enough to be taken");
    await expect(other.open(teamKey, place, sealed)).rejects.toThrow();
    expect([await other.opensTeamKey(teamKey), await box.opensTeamKey(teamKey)]).toEqual([false, true]);
  });

  test("does not open with any one of its characters changed", async () => {
    for (let at = 0; at < sealed.length; at++) {
      if (sealed.slice(0, at).split(".").length === 2 || sealed[at] === ".") continue;
      const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "Q" : "A"}${sealed.slice(at + 1)}`;
      await expect(box.open(teamKey, place, changed), `character ${at}`).rejects.toThrow();
    }
  });
});
