import { judgeHostName } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { isSharedBelow, labelOf, serverSuffix } from "./server-suffix.ts";

const at = (host: string | null, change: { told?: string | null; proxy?: "caddy" | "none" } = {}) =>
  serverSuffix({ kind: host === null ? "local" : "ssh", host, proxy: "caddy", told: null, ...change }, "sslip.io");

describe("what names of a server end in", () => {
  test.each([
    ["203.0.113.7", "203-0-113-7.sslip.io"],
    ["192.168.1.20", "192-168-1-20.sslip.io"],
    ["2a01:4f8:c17:b8f::2", "2a01-4f8-c17-b8f-0-0-0-2.sslip.io"],
    ["::1", "0-0-0-0-0-0-0-1.sslip.io"],
    ["2001:DB8::A", "2001-db8-0-0-0-0-0-a.sslip.io"],
    ["::ffff:203.0.113.7", "203-0-113-7.sslip.io"],
  ])("%s gives %s, which is a host name", (address, suffix) => {
    expect(at(address)).toBe(suffix);
    expect(judgeHostName(`shop.${suffix}`)).toEqual({ host: `shop.${suffix}` });
  });

  test("a server reached by a name, or the runner's own, has those of the address that a check told", () => {
    expect(at("box.example.com", { told: "203.0.113.7" })).toBe("203-0-113-7.sslip.io");
    expect(at(null, { told: "192.168.1.5" })).toBe("192-168-1-5.sslip.io");
  });

  test.each([
    ["whose address is not known yet", at("box.example.com")],
    ["whose told address is none", at(null, { told: "<b>.evil.example" })],
    ["without a proxy", at("203.0.113.7", { proxy: "none" })],
    ["at an address that means something on its own link only", at("fe80::1")],
    ["at a cloud's metadata", at("169.254.169.254")],
  ])("a server %s has none", (_, suffix) => expect(suffix).toBeNull());

  test("none where the instance wants none", () => {
    expect(serverSuffix({ kind: "ssh", host: "203.0.113.7", proxy: "caddy", told: null }, null)).toBeNull();
  });
});

test.each([
  ["shop", "shop"],
  ["Zürich Shop (2)", "zurich-shop-2"],
  ["--a__b--", "a-b"],
  ["xn--shop", "xn-shop"],
  ["東京", "app"],
  ["", "app"],
  [`${"a".repeat(39)} b`, "a".repeat(39)],
  ["ab  cd", "ab-cd"],
])("the name %j becomes the label %j", (name, label) => expect(labelOf(name)).toBe(label));

test("everything below an address is shared, what is below a name is not", () => {
  expect(isSharedBelow("sslip.io", "sslip.io")).toBe(true);
  expect(isSharedBelow("203-0-113-7.sslip.io", "sslip.io")).toBe(true);
  expect(isSharedBelow("shop.203-0-113-7.sslip.io", "sslip.io")).toBe(false);
  expect(isSharedBelow("notsslip.io", "sslip.io")).toBe(false);
});
