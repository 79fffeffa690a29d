import { expect, test } from "vitest";
import { leadsElsewhere } from "./name-of-address.ts";

const now = "203-0-113-9.sslip.io";

test.each([
  ["shop.203-0-113-7.sslip.io", "203.0.113.7"],
  ["*.shop.203-0-113-7.sslip.io", "203.0.113.7"],
  ["shop.2001-db8-0-0-0-0-0-1.sslip.io", "2001:db8:0:0:0:0:0:1"],
])("%s leads to the address that its server had before: %s", (host, address) => {
  expect(leadsElsewhere(host, now)).toBe(address);
});

test.each([
  ["shop.203-0-113-9.sslip.io", now],
  ["shop.example.com", now],
  ["shop.203-0-113-7.example.com", now],
  ["shop.1-2-3.sslip.io", now],
  ["shop.999-0-113-7.sslip.io", now],
  ["sslip.io", now],
  ["shop.203-0-113-7.sslip.io", null],
])("nothing is said of %s where names end in %s", (host, suffix) => {
  expect(leadsElsewhere(host, suffix)).toBeNull();
});
