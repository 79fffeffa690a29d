import { expect, test } from "vitest";
import { normaliseHost } from "./normalise-host.ts";

test.each([
  ["example.com", { host: "example.com", path: null, scheme: null }],
  [" example.com", { host: "example.com", path: null, scheme: null }],
  ["example.com.", { host: "example.com", path: null, scheme: null }],
  ["EXAMPLE.com", { host: "example.com", path: null, scheme: null }],
  ["www.example.com", { host: "www.example.com", path: null, scheme: null }],
  ["HTTP://Example.com:8080/path", { host: "example.com", path: "/path", scheme: "http" }],
  ["https://example.com/", { host: "example.com", path: "/", scheme: "https" }],
  ["https://example.com/api/v1/", { host: "example.com", path: "/api/v1", scheme: "https" }],
  ["bücher.example", { host: "xn--bcher-kva.example", path: null, scheme: null }],
  ["ПРИМЕР.example.com", { host: "xn--e1afmkfd.example.com", path: null, scheme: null }],
  ["*.example.com", { host: "*.example.com", path: null, scheme: null }],
])("%s is typed for the route %o", (typed, route) => {
  expect(normaliseHost(typed)).toMatchObject(route);
});

test.each(["app.lab.test", "app.localhost", "nas.lan", "git.home.arpa", "db.internal"])(
  "%s is a name of a local network and allowed",
  (typed) => {
    expect(normaliseHost(typed)).toMatchObject({ host: typed, isLocal: true });
  },
);

test.each([
  ["", "nothing"],
  ["localhost", "a single label"],
  ["127.0.0.1", "an address"],
  ["2130706433", "an address as one number"],
  ["0x7f.1", "an address in hexadecimal"],
  ["[::1]:80", "an IPv6 address"],
  ["１２７.0.0.1", "an address in wide digits"],
  ["co.uk", "a public suffix"],
  ["*.com", "a wildcard of a public suffix"],
  ["github.io", "a suffix shared by strangers"],
  ["a.*.example.com", "a wildcard in the middle"],
  ["*", "a bare wildcard"],
  ["{http.request.host}.example.com", "a placeholder"],
  ["user@example.com", "a user name"],
  ["ftp://example.com", "another scheme"],
  ["javascript:alert(1)", "no host"],
  ["example.com/?q=1", "a query"],
  ["example.com/a/../b", "a path that climbs"],
  ["exa mple.com", "a space"],
  ["example.com\nX: y", "a line break"],
  ["exam%70le.com", "an escape"],
  ["-example.com", "a label starting with a hyphen"],
  [`${"a".repeat(64)}.com`, "a label of 64 letters"],
  ["$(touch x).example.com", "shell characters"],
])("%j is refused: %s", (typed) => {
  expect(() => normaliseHost(typed)).toThrow(expect.objectContaining({ code: "request.invalid" }));
});
