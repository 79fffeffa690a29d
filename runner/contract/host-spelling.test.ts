import { expect, test } from "vitest";
import { spelledAuthority, spelledHost, spelledUrl } from "./host-spelling.ts";

test.each([
  ["web", "web"],
  ["web.", "web"],
  ["Web.Example.COM.", "web.example.com"],
  ["203.0.113.9.", "203.0.113.9"],
  ["2001:0DB8:0::0:1", "2001:db8::1"],
  ["web..", "web."],
  ["", ""],
])("the host %j is written %j", (typed, host) => {
  expect(spelledHost(typed)).toBe(host);
});

test.each([
  ["git.lan.:8443", "git.lan:8443"],
  ["GIT.lan.", "git.lan"],
  ["[2001:DB8:0::1]:5000", "[2001:db8::1]:5000"],
  ["2001:DB8:0::1", "2001:db8::1"],
  ["[half", "[half"],
])("the host with a port %j is written %j", (typed, authority) => {
  expect(spelledAuthority(typed)).toBe(authority);
});

test.each([
  ["https://Git.Example.com./Acme", "https://git.example.com/Acme"],
  ["https://git.example.com.:8443?a=B.", "https://git.example.com:8443?a=B."],
  ["http://[2001:DB8::0:1]:3000/x", "http://[2001:db8::1]:3000/x"],
  ["https://git.example.com", "https://git.example.com"],
  ["no address", "no address"],
])("the address %j is written %j, whatever its path is", (typed, url) => {
  expect(spelledUrl(typed)).toBe(url);
});
