import { expect, test } from "vitest";
import { auditDetail, auditSentence, isAskedFor } from "./audit-sentence.ts";

const names = new Map([["app_1", "shop"]]);
const anEntry = (change: Partial<Parameters<typeof auditSentence>[0]>) => ({
  actor: "user:usr_1",
  name: "Ada",
  action: "variable.create",
  target: "var_1",
  detail: {},
  ...change,
});
const said = (change: Partial<Parameters<typeof auditSentence>[0]>) =>
  auditSentence(anEntry(change), names)
    .map(({ text }) => text)
    .join(" ");

test("an entry is told as one says it, with what it belongs to by its name, whichever version wrote it", () => {
  for (const place of ["holderId", "applicationId"])
    expect(said({ detail: { [place]: "app_1", key: "PORT", scope: "runtime" } })).toBe(
      "Ada added variable PORT to shop",
    );
  for (const place of ["resourceId", "application"])
    expect(said({ action: "deployment.run", target: "dep_7", detail: { [place]: "app_1", number: 7 } })).toBe(
      "Ada started deployment #7 of shop",
    );
  for (const place of ["resourceId", "applicationId"])
    expect(
      said({ action: "domain.create", target: "dom_1", detail: { [place]: "app_1", host: "a.test", path: "/" } }),
    ).toBe("Ada added domain a.test to shop");
  expect(said({ action: "server.confirm_host_key", target: "srv_1", detail: {} })).toBe(
    "Ada confirmed the host key of server srv_1",
  );
});

test("what is done to all variables is told of their resource", () => {
  expect(said({ action: "variable.replace", target: "app_1", detail: { count: 12 } })).toBe(
    "Ada replaced the variables of shop",
  );
});

test("what is done to every kind of resource is told by its kind, whichever version wrote it", () => {
  for (const subject of ["resource", "application"]) {
    expect(said({ action: `${subject}.stop`, target: "app_1" })).toBe("Ada stopped application shop");
    expect(said({ action: `${subject}.forget`, target: "app_1" })).toBe(
      "Ada gave up, on a server that was away, on shop",
    );
  }
  expect(said({ action: "resource.restart", target: "new_1" })).toBe("Ada restarted resource new_1");
});

test("whoever has no name is told by its kind, and a new kind of action by its own words", () => {
  expect(
    said({ name: null, actor: "enrolment:enr_1", action: "runner.enrol", target: "run_1", detail: { name: "box" } }),
  ).toBe("enrolment joined runner box");
  expect(said({ action: "thing.turn_around", target: null })).toBe("Ada turn around thing");
});

test("what still exists has its page, and what was deleted has none", () => {
  const links = (change: Partial<Parameters<typeof auditSentence>[0]>) =>
    auditSentence(anEntry(change), names).flatMap(({ href }) => href ?? []);
  expect(links({ action: "application.update", target: "app_1" })).toEqual(["/applications/app_1"]);
  expect(links({ action: "application.delete", target: "app_1", detail: { name: "shop" } })).toEqual([]);
  expect(links({ target: "app" })).toEqual([]);
});

test("the details are what the sentence does not say", () => {
  const entry = anEntry({ action: "member.role", detail: { from: "viewer", to: "admin", user: "usr_2", name: null } });
  expect(auditDetail(entry)).toBe("from: viewer, to: admin, user: usr_2");
  for (const place of ["holderId", "applicationId"])
    expect(auditDetail(anEntry({ detail: { [place]: "app_1", key: "PORT", fields: "value" } }))).toBe("value");
});

test("a search looks at what is shown and at the action's own name", () => {
  const entry = anEntry({ detail: { holderId: "app_1", key: "PORT" } });
  expect(isAskedFor(entry, { query: "port SHOP", names })).toBe(true);
  expect(isAskedFor(entry, { query: "variable.create", names })).toBe(true);
  expect(isAskedFor(entry, { query: "port api", names })).toBe(false);
});
