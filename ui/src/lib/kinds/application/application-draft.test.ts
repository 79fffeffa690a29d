import { describe, expect, test } from "vitest";
import { buildOf, containerOf, createOf, emptyDraft, nameFrom, originOf, pushOf } from "./application-draft.ts";

const draft = (change = {}) => ({
  ...emptyDraft(),
  name: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  ...change,
});

describe("origin", () => {
  test("a repository without a source is sent as public", () => {
    expect(originOf(draft({ watchPaths: "src/**\n\n !docs/** " }))).toMatchObject({
      kind: "git",
      sourceId: null,
      branch: "main",
      watchPaths: ["src/**", "!docs/**"],
    });
  });

  test.each([
    ["reg_1", "reg_1"],
    ["", null],
  ])("the login %j of an image is sent as %j", (registryId, sent) => {
    const image = draft({ originKind: "image", image: " ghcr.io/acme/shop:1 ", registryId });
    expect(originOf(image)).toEqual({
      kind: "image",
      image: "ghcr.io/acme/shop:1",
      registryId: sent,
      follow: "off",
    });
  });
});

test("what is built is pushed where that was said, and an image nowhere", () => {
  const said = { pushRepository: " ghcr.io/acme/shop ", pushRegistryId: "reg_1", pushTag: "" };
  expect(pushOf(draft(said))).toEqual({ repository: "ghcr.io/acme/shop", registryId: "reg_1", tag: null });
  expect(pushOf(draft({ ...said, pushTag: "latest" }))?.tag).toBe("latest");
  expect(pushOf(draft())).toBeNull();
  expect(pushOf(draft({ ...said, originKind: "image" }))).toBeNull();
});

test("an image is never built, whatever build was chosen before", () => {
  expect(buildOf(draft({ originKind: "image", buildKind: "static" }))).toEqual({ kind: "image" });
});

test.each([
  ["port", "container.port"],
  ["hostPort", "container.hostPort.port"],
  ["keepReleases", "keepReleases"],
])("a %s that cannot be read is told at its field and nothing is sent", (field, path) => {
  expect(() => createOf(draft({ [field]: "plenty" }))).toThrow(expect.objectContaining({ path }));
});

test("switching the health check off is sent as none", () => {
  expect(containerOf(draft({ hasHealth: false })).health).toBeNull();
});

test("a new application is sent with trimmed names and numbers", () => {
  expect(createOf(draft({ name: " shop ", port: "8080" }))).toMatchObject({
    name: "shop",
    container: { port: 8080 },
    keepReleases: 3,
  });
});

test.each([
  ["https://github.com/acme/shop-api.git", "shop-api"],
  ["git@gitlab.com:acme/tools/worker.git", "worker"],
  ["https://git.example.com/acme/site/", "site"],
  ["ghcr.io/acme/api:1.2", "api"],
  ["nginx:1.27", "nginx"],
  ["nginx", "nginx"],
  ["", ""],
])("the name for %s is %s", (address, name) => {
  expect(nameFrom(address)).toBe(name);
});
