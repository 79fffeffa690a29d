import { expect, test } from "vitest";
import type { DomainView } from "../api/types.ts";
import { certificateWords } from "./certificate-words.ts";

const now = Date.UTC(2026, 10, 22, 12);
const day = 24 * 3_600_000;
const ofAuthority = { issuer: "An Authority, R1", notAfter: now + 60 * day, reason: null, seenAt: now };

function row(certificate: DomainView["certificate"], change: Partial<DomainView> = {}): DomainView {
  const host = "shop.example.com";
  const plain = {
    path: "/",
    scheme: "https" as const,
    redirectTo: null,
    port: null,
    problem: null,
    revision: 1,
    createdAt: 0,
  };
  return { id: "dom_1", applicationId: "app_1", host, url: `https://${host}/`, ...plain, certificate, ...change };
}
const told = (...of: Parameters<typeof row>) => {
  const { tone, label, detail } = certificateWords(row(...of), now);
  return [tone, label, detail];
};

test("a certificate that was seen in force says until when and from whom", () => {
  expect(told({ ...ofAuthority, state: "served" })).toEqual(["ok", "valid until 21 Jan 2027", "by An Authority, R1"]);
});

test("one that ended since it was seen is told as expired", () => {
  expect(told({ ...ofAuthority, state: "served", notAfter: now - day })).toEqual([
    "bad",
    "expired",
    "It ended on 21 Nov 2026, by An Authority, R1.",
  ]);
});

test("one that failed says why, in the words that are known", () => {
  const failed = { state: "failed" as const, issuer: null, notAfter: null, seenAt: now };
  expect(told({ ...failed, reason: "no valid A records found" })).toEqual([
    "bad",
    "failed",
    "no valid A records found",
  ]);
  expect(told({ ...failed, reason: null })[2]).toMatch(/shows no certificate/);
});

test("nothing is green that was not seen in force", () => {
  const pending = { state: "pending" as const, issuer: null, notAfter: null, reason: null, seenAt: now };
  expect(told(pending)[0]).toBe("busy");
  expect(told(null)).toEqual(["idle", "https, not known yet", null]);
  expect(told(null, { host: "*.example.com" })[2]).toMatch(/wildcard/);
  expect(told(null, { scheme: "http" })).toEqual(["idle", "http only", null]);
});
