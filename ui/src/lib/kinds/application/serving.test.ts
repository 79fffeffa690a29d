import { expect, test } from "vitest";
import { rollBackHref, servingOf } from "./serving.ts";

const serving = { activeDeployment: { number: 6 }, state: "running" as const, urls: ["https://shop.example.com/"] };
const of = (change: Partial<Parameters<typeof servingOf>[0]>) => servingOf({ ...serving, ...change });

test("after a failure the page says what still serves, and where", () => {
  expect(of({})).toBe("#6 still serves shop.example.com");
  expect(of({ urls: ["https://a.test", "https://b.test", "https://c.test"] })).toBe(
    "#6 still serves a.test and 2 more",
  );
  expect(of({ urls: [] })).toBe("#6 still serves");
});

test("nothing is claimed where nothing served before, or where it does not run", () => {
  expect(of({ activeDeployment: null })).toBeNull();
  expect(of({ state: "crashed" })).toBeNull();
});

test("rolling back is offered only where what serves is broken", () => {
  const application = { ...serving, id: "app_1" };
  expect(rollBackHref(application)).toBeUndefined();
  expect(rollBackHref({ ...application, state: "crashed" })).toBe("/applications/app_1/deployments");
  expect(rollBackHref({ ...application, state: "crashed", activeDeployment: null })).toBeUndefined();
});
