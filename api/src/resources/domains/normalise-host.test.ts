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
  ["*.bücher.example.", { host: "*.xn--bcher-kva.example", path: null, scheme: null }],
  ["😀.example.org", { host: "xn--e28h.example.org", path: null, scheme: null }],
  ["xn--a.example.org", { host: "xn--a.example.org", path: null, scheme: null }],
  ["XN--Bcher-KVA.example", { host: "xn--bcher-kva.example", path: null, scheme: null }],
  ["ab--cd.example.org", { host: "ab--cd.example.org", path: null, scheme: null }],
  ["faß.example", { host: "xn--fa-hia.example", path: null, scheme: null }],
  ["shop。example。com", { host: "shop.example.com", path: null, scheme: null }],
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
  ["example.com..", "two final dots"],
  ["a..example.com", "an empty label"],
  ["*.*.example.com", "two wildcards"],
  ["example.0x7f", "what a browser takes for an address"],
  [`example.com${"/a".repeat(17)}`, "a path of more parts than are looked at"],
])("%j is refused: %s", (typed) => {
  expect(() => normaliseHost(typed)).toThrow(expect.objectContaining({ code: "request.invalid" }));
});

test.each([
  ["xn--zz.example.org", /^host: "xn--zz" starts with xn-- but is no valid encoding/],
  ["shop.xn--0.example.org", /^host: "xn--0" starts with xn--/],
  ["xn--abc-.example.org", /^host: "xn--abc-" starts with xn--/],
  ["xn--.example.org", /^host: "xn--" starts with xn--/],
  ["אa.example.org", /^host: "אa" mixes writing directions/],
  ["a\u200db.example.org", /^host: "a\u200db" holds an invisible joiner/],
  ["a\ufffdb.example.org", /^host: "a\ufffdb" holds characters that host names may not have/],
])("%j is refused, and the label and the reason are named", (typed, message) => {
  expect(() => normaliseHost(typed)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
});
