import { isMetadataAddress, isPrivateAddress } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { egressTarget } from "./egress-policy.ts";

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

  test("not even the operator's word leads to a cloud's metadata", () => {
    expect(() => judge("http://169.254.169.254/latest", ["169.254.169.254"])).toThrow(/must be a public https address/);
    expect(() => judge("http://[fd00:ec2::254]/", ["fd00:ec2::254"])).toThrow();
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
  ["64:ff9b:1::5db8:d822", true],
  ["::ffff:93.184.216.34", true],
  ["100::1", true],
  ["2001:2::1", true],
  ["2001:4:112::1", true],
  ["2001:20::1", true],
  ["3ffe::1", false],
  ["3fff::1", true],
  ["3fff:fff:ffff::1", true],
  ["3fff:1000::1", false],
  ["5f00::1", true],
  ["fec0::1", true],
  ["198.19.255.255", true],
  ["192.88.99.1", true],
  ["garbage", true],
])("the resolved address %s counts as private: %s", (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

test.each([
  "169.254.169.254",
  "::ffff:169.254.169.254",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::",
  "fd00:ec2::254",
  "FD00:EC2:0:0:0:0:0:254",
  "fd00:ec2::254%eth0",
  "100.100.100.200",
  "168.63.129.16",
])("%s is a cloud's metadata", (address) => {
  expect(isMetadataAddress(address)).toBe(true);
});

test.each(["169.254.1.1", "fd00:ec2::255", "93.184.216.34", "garbage"])("%s is none", (address) => {
  expect(isMetadataAddress(address)).toBe(false);
});
