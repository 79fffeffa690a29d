import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import type { Route } from "../../../contract/index.ts";
import { ServerRoutes } from "../../../contract/index.ts";
import { dockerUpstreams } from "../../drivers/docker/upstreams.ts";
import { aRoute, ids, someRoutes } from "../../testing/builders.ts";
import { renderTable } from "./render-table.ts";

const name = ids.resource.replace("_", "-");
const tableOf = (...routes: Route[]) =>
  renderTable(
    someRoutes({ revision: 42, networks: [], applications: [{ application: ids.resource, port: 3000, routes }] }),
    dockerUpstreams,
  );
const filesOf = (...routes: Route[]) => tableOf(...routes).files;

test("a table carries its revision and one entry a route, found by its host", () => {
  expect(filesOf(aRoute({ host: "a.test" }), aRoute({ host: "*.shop.test" }))).toEqual([
    "revision/42",
    `plain/_.shop.test/@${name}~3000`,
    `plain/a.test/@${name}~3000`,
  ]);
});

test("a table names the networks of its resources, so that a proxy that is made anew finds them", () => {
  const { files } = renderTable(
    someRoutes({ revision: 42, networks: ["fairlead-a", "fairlead-b"], applications: [] }),
    dockerUpstreams,
  );
  expect(files).toEqual(["revision/42", "networks/fairlead-a", "networks/fairlead-b"]);
});

test("all routes of a host that a path parts stand where paths are looked at", () => {
  expect(filesOf(aRoute({ host: "a.test" }), aRoute({ host: "a.test", path: "/api/v1/" }))).toEqual([
    "revision/42",
    `plain-paths/a.test/@${name}~3000`,
    `plain-paths/a.test/api/v1/@${name}~3000`,
  ]);
});

test("a secure host serves by https only and has a certificate; its plain visitors are sent on", () => {
  const { files, secureHosts } = tableOf(
    aRoute({ host: "safe.test", scheme: "https" }),
    aRoute({ host: "www.safe.test", scheme: "https", redirectTo: "safe.test" }),
    aRoute({ host: "old.test", redirectTo: "new.test" }),
  );
  expect(files).toEqual([
    "revision/42",
    "plain/old.test/>new.test",
    "plain/safe.test/^",
    `secure/safe.test/@${name}~3000`,
    "plain/www.safe.test/^",
    "secure/www.safe.test/>safe.test",
  ]);
  expect(secureHosts).toEqual(["safe.test", "www.safe.test"]);
});

test.each<[Partial<Route>, RegExp]>([
  [{ host: "ab--cd.example.org", scheme: "https" }, /^"ab--cd" is a name that no certificate can be had for; serve/],
  [{ host: "*.a.xn--ls8h--x.test", scheme: "https" }, /xn--ls8h--x/],
  [{ host: "xn--j28d.test", scheme: "https" }, /no certificate can be had for/],
  [{ host: "xn--zz.example.org" }, /^"xn--zz" starts with xn-- but is no valid encoding/],
  [{ redirectTo: "xn--0.example.org" }, /^The redirect's target: "xn--0" starts with xn--/],
  [{ path: `/${"a/".repeat(17)}` }, /17 parts, and at most 16/],
  [{ path: "/a/../b" }, /must not hold the parts/],
])("%o is left out alone", (change, sentence) => {
  const { files, refused } = tableOf(aRoute(change), aRoute({ host: "good.test" }));
  expect(files).toEqual(["revision/42", `plain/good.test/@${name}~3000`]);
  expect(refused).toEqual([
    expect.objectContaining({ application: ids.resource, sentence: expect.stringMatching(sentence) }),
  ]);
});

test("of two that claim one place the second is left out", () => {
  const { files, refused } = tableOf(aRoute({ path: "/api" }), aRoute({ path: "/api/" }));
  expect([files.length, refused.length]).toEqual([2, 1]);
});

test("whatever passes the grammar makes names that a file may have, one below the other", () => {
  const label = fc.stringMatching(/^[a-z0-9{}.$*-]{1,60}$/);
  fc.assert(
    fc.property(fc.array(label, { maxLength: 4 }), fc.string({ maxLength: 40 }), label, (labels, path, target) => {
      const host = [...labels, "test"].join(".");
      const route = aRoute({ host, path: `/${path}`, redirectTo: `${target}.test` });
      const routes = someRoutes({ applications: [{ application: ids.resource, port: 1, routes: [route] }] });
      if (!v.is(ServerRoutes, routes)) return;
      for (const file of renderTable(routes, dockerUpstreams).files)
        for (const part of file.split("/")) {
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
          expect(part).toMatch(/^(?!\.{1,2}$)[@>^]?[A-Za-z0-9._~-]*$/);
        }
    }),
    { numRuns: 500 },
  );
});
