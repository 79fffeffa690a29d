import { expect, test } from "vitest";
import { insideOf } from "./inside-of.ts";

const at = (baseUrl: string | null, knownHost: string | null = null) => ({ baseUrl, knownHost });
const key = "ssh-ed25519 AAAA";

test.each([
  ["the forge at home, over https", at("https://forge.lan:3000"), "https://forge.lan:3000/a/b.git", ["forge.lan:3000"]],
  ["its usual port", at("https://forge.lan"), "https://forge.lan/a/b", ["forge.lan:443"]],
  ["plain http", at("http://forge.lan"), "http://forge.lan/a/b", ["forge.lan:80"]],
  ["over ssh", at("https://forge.lan"), "git@forge.lan:a/b.git", ["forge.lan:443", "forge.lan:22"]],
  ["over ssh on a port", at("https://forge.lan"), "ssh://git@forge.lan:2222/a/b", ["forge.lan:443", "forge.lan:2222"]],
  ["a name with the dot at its end", at("https://forge.lan"), "https://forge.lan./a/b", ["forge.lan:443"]],
  [
    "a key whose line names it with that dot",
    at(null, `forge.lan.,[forge.lan.]:2222 ${key}`),
    "ssh://git@forge.lan.:2222/a/b",
    ["forge.lan:2222"],
  ],
  ["an address of IPv6", at("https://[fd00::1]"), "https://[fd00::1]/a/b", ["[fd00::1]:443"]],
  ["a host that only its key names", at(null, `forge.lan ${key}`), "git@forge.lan:a/b.git", ["forge.lan:22"]],
  ["and its port", at(null, `x,[forge.lan]:2222 ${key}`), "ssh://git@forge.lan:2222/a/b", ["forge.lan:2222"]],
  [
    "the hosts that further lines name, for submodules that lie there",
    at("https://forge.lan", `forge.lan ${key}\nother.lan,[third.lan]:2222 ${key}`),
    "https://forge.lan/a/b",
    ["forge.lan:443", "other.lan:22", "third.lan:2222"],
  ],
])("what an admin set up is reached inside: %s", (_name, source, url, endpoints) => {
  expect(insideOf(source, url)).toEqual(endpoints);
});

test.each([
  ["no source", null, "https://10.0.0.1/a/b"],
  ["a source without an address", at(null), "https://10.0.0.1/a/b"],
  ["another host", at("https://forge.lan"), "https://10.0.0.1/a/b"],
  ["another port", at("https://forge.lan"), "https://forge.lan:8443/a/b"],
  ["another scheme", at("https://forge.lan"), "http://forge.lan/a/b"],
  ["a neighbour under its name", at("https://lan.test"), "git@db.lan.test:a/b"],
  ["a port that its key does not name", at(null, `[forge.lan]:2222 ${key}`), "ssh://git@forge.lan:6379/a/b"],
  ["https on a host whose ssh key is named", at(null, `forge.lan ${key}`), "https://forge.lan/a/b"],
  [
    "a repository beside hosts of further lines",
    at(null, `forge.lan ${key}\nother.lan ${key}`),
    "https://10.0.0.1/a/b",
  ],
])("what a member typed is not: %s", (_name, source, url) => {
  expect(insideOf(source, url)).toEqual([]);
});
