import { expect, test } from "vitest";
import { createDomainOf, domainDraftOf, emptyDomain, redirectTargets, updateDomainOf } from "./domain-draft.ts";

const domain = (host: string, change: { redirectTo?: string; path?: string } = {}) => ({
  id: host,
  applicationId: "app_1",
  host,
  path: "/",
  scheme: "https" as const,
  redirectTo: null,
  port: null,
  url: `https://${host}/`,
  problem: null,
  certificate: null,
  revision: 1,
  createdAt: 0,
  ...change,
});

test("a new domain sends only what was chosen", () => {
  expect(createDomainOf(" shop.example ", { draft: emptyDomain(), withWww: false })).toEqual({
    host: "shop.example",
    port: null,
    withWww: false,
  });
});

test("a path that was emptied becomes the whole host and no target means no redirect", () => {
  const draft = { ...domainDraftOf(domain("a.example", { path: "/api", redirectTo: "b.example" })) };
  expect(updateDomainOf({ ...draft, path: " ", redirectTo: "" })).toEqual({
    path: "/",
    scheme: "https",
    redirectTo: null,
    port: null,
  });
});

test("a port is a whole number or none, and a redirect has none whatever stands in its hidden field", () => {
  const draft = { ...domainDraftOf(domain("a.example")), port: "9001" };
  expect(updateDomainOf(draft)).toMatchObject({ port: 9_001 });
  expect(updateDomainOf({ ...draft, redirectTo: "b.example" })).toMatchObject({ port: null });
  expect(() => updateDomainOf({ ...draft, port: "many" })).toThrow(expect.objectContaining({ path: "port" }));
});

test("a redirect is offered each served host once, never itself, a redirect or a wildcard", () => {
  const domains = [
    domain("a.example"),
    domain("b.example"),
    domain("b.example", { path: "/api" }),
    domain("*.c.example"),
    domain("www.a.example", { redirectTo: "a.example" }),
  ];
  expect(redirectTargets(domains, "a.example")).toEqual(["b.example"]);
});
