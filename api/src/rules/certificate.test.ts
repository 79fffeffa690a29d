import type { SeenCertificate } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { type AskedHost, afterLook, hostsToAsk } from "./certificate.ts";

const now = Date.UTC(2026, 10, 22);
const minute = 60_000;
const seen = (host: string, ago: number | null, state: AskedHost["state"] = "served"): AskedHost =>
  ago === null ? { host, seenAt: null, state: null } : { host, seenAt: now - ago, state };

describe("a check asks", () => {
  test("about what was never seen first, then about what was seen longest ago, each host once", () => {
    const known = [seen("b", 61 * minute), seen("a", 90 * minute), seen("new", null), seen("new", null)];
    expect(hostsToAsk(known, now)).toEqual(["new", "a", "b"]);
  });

  test.each(["served", "failed"] as const)(
    "once an hour about one that is %s: asking may make the proxy order",
    (state) => {
      expect(hostsToAsk([seen("a", 59 * minute, state)], now)).toEqual([]);
      expect(hostsToAsk([seen("a", 60 * minute, state)], now)).toEqual(["a"]);
    },
  );

  test("soon about one whose order is under way", () => {
    expect(hostsToAsk([seen("a", 3 * minute, "pending")], now)).toEqual([]);
    expect(hostsToAsk([seen("a", 5 * minute, "pending")], now)).toEqual(["a"]);
  });

  test("about one that was seen at a time that is yet to come, since the clock was set", () => {
    expect(hostsToAsk([seen("a", -90 * minute)], now)).toEqual(["a"]);
  });

  test("about no more than one look has room for", () => {
    expect(
      hostsToAsk(
        Array.from({ length: 500 }, (_, at) => seen(`h${at}`, null)),
        now,
      ),
    ).toHaveLength(200);
  });
});

const told = (state: SeenCertificate["state"]): SeenCertificate => ({
  host: "a",
  state,
  issuer: null,
  notAfter: null,
  reason: null,
});

test("what is pending twice has failed, so that it is not ordered every few minutes", () => {
  expect(afterLook(null, { seen: told("pending"), now }).state).toBe("pending");
  expect(afterLook("served", { seen: told("pending"), now }).state).toBe("pending");
  expect(afterLook("pending", { seen: told("pending"), now })).toMatchObject({
    state: "failed",
    reason: expect.any(String),
  });
  expect(afterLook("failed", { seen: told("pending"), now }).state).toBe("failed");
  expect(afterLook("failed", { seen: told("served"), now })).toEqual({
    state: "served",
    issuer: null,
    notAfter: null,
    reason: null,
    seenAt: now,
  });
});
