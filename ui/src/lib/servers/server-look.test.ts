import { expect, test } from "vitest";
import { addressOf, firstContact, formatBytes } from "./server-look.ts";

test.each([
  [0, "0 B"],
  [512, "512 B"],
  [8_160_000_000, "7.6 GiB"],
  [536_870_912, "512 MiB"],
  [2_199_023_255_552, "2.0 TiB"],
])("a size of %d bytes is written as %s", (sizeBytes, text) => {
  expect(formatBytes(sizeBytes)).toBe(text);
});

test("the address names the port only when it is unusual", () => {
  expect(addressOf({ kind: "ssh", host: "10.0.0.5", port: 22, user: "root" })).toBe("root@10.0.0.5");
  expect(addressOf({ kind: "ssh", host: "10.0.0.5", port: 2222, user: "root" })).toBe("root@10.0.0.5:2222");
});

test("the port of an IPv6 address is told apart from the address", () => {
  const machine = { kind: "ssh" as const, host: "2001:db8::7", user: "root" };
  expect(addressOf({ ...machine, port: 2222 })).toBe("root@[2001:db8::7]:2222");
  expect(addressOf({ ...machine, port: 22 })).toBe("root@2001:db8::7");
});

test("a second key that differs from the confirmed one counts as changed", () => {
  expect(firstContact({ hostKeyFingerprint: null, seenFingerprint: null })).toBe("waiting");
  expect(firstContact({ hostKeyFingerprint: null, seenFingerprint: "SHA256:a" })).toBe("confirm");
  expect(firstContact({ hostKeyFingerprint: "SHA256:a", seenFingerprint: "SHA256:b" })).toBe("changed");
  expect(firstContact({ hostKeyFingerprint: "SHA256:a", seenFingerprint: null })).toBe("done");
});
