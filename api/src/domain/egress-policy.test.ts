import { describe, expect, test } from "vitest";
import { egressTarget, isPrivateAddress } from "./egress-policy.ts";

const judge = (url: string, allowedPrivateHosts: string[] = []) => egressTarget(url, { allowedPrivateHosts });

describe("an address that a user names", () => {
  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://10.1.2.3/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[ff02::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[2001::1]/",
    "https://localhost/",
    "https://localhost./",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://intranet/",
    "https://example.com./",
    "https://user:password@example.com/",
    "http://example.com/",
    "https://example.com:22/",
    "ftp://example.com/",
    "javascript:alert(1)",
    "not a url",
  ])("%s is refused with the same sentence", (url) => {
    expect(() => judge(url)).toThrow(/must be a public https address/);
  });

  test.each([
    "https://hooks.example.com/x",
    "https://93.184.216.34/",
    "https://[2606:4700::1111]/",
    "https://a.example:8443/",
  ])("%s is taken", (url) => {
    expect(judge(url).isAllowed).toBe(false);
  });

  test("the operator may allow a private host, with or without a port", () => {
    expect(judge("http://forge.internal:3000/", ["forge.internal"]).isAllowed).toBe(true);
    expect(judge("http://127.0.0.1:3000/", ["127.0.0.1:3000"]).isAllowed).toBe(true);
    expect(() => judge("http://127.0.0.1:3001/", ["127.0.0.1:3000"])).toThrow();
  });
});

test.each([
  ["93.184.216.34", false],
  ["10.0.0.1", true],
  ["::1", true],
  ["fe80::1%eth0", true],
  ["::ffff:10.0.0.1", true],
  ["2606:4700::1111", false],
  ["64:ff9b::5db8:d822", false],
  ["garbage", true],
])("the resolved address %s counts as private: %s", (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});
