import { expect, test } from "vitest";
import { type Handshake, judgeCertificate, type ShownCertificate } from "./judge-certificate.ts";

const now = Date.UTC(2026, 10, 22);
const day = 24 * 3_600_000;
const host = "shop.example.com";
const good: ShownCertificate = {
  issuer: { name: "R1", organisation: "An Authority" },
  isSelfSigned: false,
  covers: true,
  notBefore: now - day,
  notAfter: now + 89 * day,
};
const judge = (handshake: Handshake, words?: string) => judgeCertificate({ host, handshake, now, words });
const shown = (change: Partial<ShownCertificate>) => judge({ kind: "shown", certificate: { ...good, ...change } });

test("a certificate for the host that is valid now is served, with its end and who gave it", () => {
  expect(shown({})).toEqual({
    host,
    state: "served",
    issuer: "An Authority, R1",
    notAfter: good.notAfter,
    reason: null,
  });
});

test.each<[string, Partial<ShownCertificate>, RegExp]>([
  ["for other names", { covers: false }, /for other names/],
  ["that ended", { notAfter: now }, /expired/],
  ["that begins later", { notBefore: now + 1 }, /not valid yet/],
  ["that it signed itself", { isSelfSigned: true }, /made itself/],
  [
    "of the proxy's own authority",
    { issuer: { name: "Caddy Local Authority - ECC Intermediate", organisation: null } },
    /made itself/,
  ],
  ["whose times cannot be read", { notAfter: Number.NaN }, /from when until when/],
])("one %s is no certificate", (_, change, reason) => {
  expect(shown(change)).toMatchObject({ state: "failed", reason: expect.stringMatching(reason) });
});

test("one without a name of its issuer, or without an end, is told without", () => {
  expect(shown({ issuer: { name: null, organisation: "" }, notAfter: Number.NaN })).toMatchObject({
    issuer: null,
    notAfter: null,
  });
});

test("what does not answer in time is pending, what says no has failed, each with the authority's words where there are some", () => {
  const states = (["silent", "refused", "closed"] as const).map((kind) => judge({ kind }).state);
  expect(states).toEqual(["pending", "failed", "failed"]);
  for (const kind of ["silent", "refused"] as const)
    expect(judge({ kind }, "no A records found")).toMatchObject({ state: "failed", reason: "no A records found" });
  expect(judge({ kind: "closed" }, "old words").reason).toMatch(/port 443/);
});
