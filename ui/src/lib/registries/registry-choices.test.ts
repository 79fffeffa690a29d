import { expect, test } from "vitest";
import { registryChoices } from "./registry-choices.ts";

const login = (id: string, address: string, isDefault = false) => ({
  id,
  name: `the ${id}`,
  address,
  username: "robot",
  isDefault,
});
const logins = [login("one", "ghcr.io", true), login("two", "ghcr.io"), login("hub", "docker.io")];
const labelsOf = (image: string, chosen = "") =>
  registryChoices(logins, { image, chosen }).options.map(({ label }) => label);

test("an image may have the logins of its own registry, and none means the default", () => {
  expect(labelsOf(" ghcr.io/acme/shop:1")).toEqual([
    "The team's default: the one (robot)",
    "the one (robot)",
    "the two (robot)",
  ]);
});

test("where there is no default none means that it is public", () => {
  expect(labelsOf("redis:7")).toEqual(["None, it is public", "the hub (robot)"]);
  expect(labelsOf("registry.lan/redis")).toEqual(["None, it is public"]);
});

test("a chosen login that does not fit the image any more is shown with what it is for", () => {
  expect(labelsOf("redis:7", "two")).toContain("the two (robot), which is for ghcr.io");
});
