import { describe, expect, test } from "vitest";
import { FieldError } from "../forms/field-error.ts";
import {
  bindsIn,
  bindsTyped,
  bytesTyped,
  devicesIn,
  devicesTyped,
  foldersIn,
  foldersTyped,
  hostsIn,
  hostsTyped,
  limitsIn,
  limitsTyped,
  pairsIn,
  pairsTyped,
  portsIn,
  portsTyped,
} from "./typed-lists.ts";

const mib = 1_048_576;

test("a list has one thing a line, and empty lines mean nothing", () => {
  expect(pairsIn("x", " a=1 \n\n b = two=2\nc=")).toEqual([
    { name: "a", value: "1" },
    { name: "b", value: "two=2" },
    { name: "c", value: "" },
  ]);
});

test.each(["db.internal=10.0.0.5", "db.internal:10.0.0.5", "10.0.0.5 db.internal", "10.0.0.5\tdb.internal"])(
  "%j is a host with its address",
  (line) => {
    expect(hostsIn("x", line)).toEqual([{ name: "db.internal", address: "10.0.0.5" }]);
  },
);

test("an address of IPv6 keeps its colons", () => {
  expect(hostsIn("x", "gate=fd00::5\ngate2:fd00::6")).toEqual([
    { name: "gate", address: "fd00::5" },
    { name: "gate2", address: "fd00::6" },
  ]);
});

test("one number is the soft and the hard limit", () => {
  expect(limitsIn("x", "nofile=65536\nmemlock=unlimited\ncore=0:-1")).toEqual([
    { name: "nofile", soft: 65_536, hard: 65_536 },
    { name: "memlock", soft: -1, hard: -1 },
    { name: "core", soft: 0, hard: -1 },
  ]);
});

test("a folder may have a size, and blanks in its path", () => {
  expect(foldersIn("x", "/tmp 64 MB\n/var/my cache\n/run 512k\n/a b 1 GB")).toEqual([
    { path: "/tmp", sizeBytes: 64 * mib },
    { path: "/var/my cache", sizeBytes: null },
    { path: "/run", sizeBytes: 524_288 },
    { path: "/a b", sizeBytes: 1_024 * mib },
  ]);
});

describe("what cannot be understood is refused with the line that it stands in", () => {
  test.each([
    ["a pair", () => pairsIn("labels", "a=1\nno pair")],
    ["a host", () => hostsIn("hosts", "no-address")],
    ["a limit", () => limitsIn("limits", "nofile=many")],
    ["a limit of three", () => limitsIn("limits", "nofile=1:2:3")],
  ])("%s", (_, read) => {
    expect(read).toThrow(FieldError);
  });
});

test.each([
  [0, "0 MB"],
  [64 * mib, "64 MB"],
  [2_048 * mib, "2 GB"],
  [4_096, "4 KB"],
  [1_000_000, "0.954 MB"],
])("%d bytes are typed as %s", (bytes, typed) => {
  expect(bytesTyped(bytes)).toBe(typed);
});

test("what was typed from a list is read as the same list", () => {
  const pairs = [{ name: "a", value: "b=c" }];
  const hosts = [{ name: "a", address: "fd00::1" }];
  const limits = [{ name: "nofile", soft: 1, hard: -1 }];
  const folders = [
    { path: "/tmp", sizeBytes: 64 * mib },
    { path: "/a b", sizeBytes: null },
  ];
  expect(pairsIn("x", pairsTyped(pairs))).toEqual(pairs);
  expect(hostsIn("x", hostsTyped(hosts))).toEqual(hosts);
  expect(limitsIn("x", limitsTyped(limits))).toEqual(limits);
  expect(foldersIn("x", foldersTyped(folders))).toEqual(folders);
});

test("folders of the server are typed as docker run has them, and come back as they were", () => {
  const binds = [
    { source: "/srv/my photos", path: "/photos", isReadOnly: true },
    { source: "/srv/a", path: "/a", isReadOnly: false },
  ];
  expect(bindsIn("x", "/srv/my photos:/photos:ro\n/srv/a:/a")).toEqual(binds);
  expect(bindsIn("x", bindsTyped(binds))).toEqual(binds);
  for (const wrong of ["/srv/a", "/srv/a:/a:xx", "/a:/b:ro:z"])
    expect(() => bindsIn("container.hostMounts", wrong)).toThrow("Write folder:folder");
});

test("ports are typed as docker run has them, bound to the server itself unless said, and come back as they were", () => {
  const local = { address: "127.0.0.1", protocol: "tcp" };
  const ports = [
    { ...local, port: 5_433, target: 5_432 },
    { port: 53, target: 5_353, address: "0.0.0.0", protocol: "udp" },
  ];
  expect(portsIn("x", "5433:5432\n0.0.0.0:53:5353/udp")).toEqual(ports);
  expect(portsIn("x", portsTyped(ports))).toEqual(ports);
  expect(portsIn("x", "127.0.0.1:80:8080/tcp\n90")).toEqual([
    { ...local, port: 80, target: 8_080 },
    { ...local, port: 90, target: 90 },
  ]);
  for (const wrong of ["a:80", "8000-8010:8000-8010", "53:53/sctp", "[::1]:80:80"])
    expect(() => portsIn("container.publishedPorts", wrong)).toThrow("Write port:port");
});

test("devices are typed as docker run has them, and come back as they were", () => {
  const devices = [
    { path: "/dev/ttyUSB0", target: "/dev/ttyUSB0", access: "rwm" },
    { path: "/dev/ttyUSB1", target: "/dev/modem", access: "rwm" },
    { path: "/dev/a", target: "/dev/a", access: "r" },
  ];
  expect(devicesIn("x", "/dev/ttyUSB0\n/dev/ttyUSB1:/dev/modem\n/dev/a:r")).toEqual(devices);
  expect(devicesIn("x", devicesTyped(devices))).toEqual(devices);
  expect(() => devicesIn("x", "/dev/a:/dev/b:r:w")).toThrow("Write a device");
});
