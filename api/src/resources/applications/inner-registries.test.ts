import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRegistry } from "../../places/registries/create-registry.ts";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication, aPlace } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aMember, aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import type { Origin } from "./applications.schemas.ts";
import type { BuildInput } from "./builds/index.ts";
import { innerRegistries } from "./inner-registries.ts";
import { updateApplication } from "./update-application.ts";

const ofImage = (image: string): Origin => ({ kind: "image", image, registryId: null });
const siteBuiltBy = (builderImage: string): BuildInput => ({
  kind: "static",
  context: ".",
  directory: "dist",
  spaFallback: false,
  command: "npm run build",
  builderImage,
});

test.each([
  ["10.0.0.5:5000/shop:1", "10.0.0.5:5000"],
  ["127.0.0.1/shop", "127.0.0.1"],
  ["localhost:5000/shop:1", "localhost:5000"],
  ["registry.lan/shop:1", "registry.lan"],
  ["registry:5000/shop:1", "registry:5000"],
  ["[fd00::1]:5000/shop:1", "[fd00::1]:5000"],
  ["[::1]/shop:1", "[::1]"],
])("%s lies in an inner network, as an image and as a builder", (image, registry) => {
  expect(innerRegistries({ origin: ofImage(image) })).toEqual([{ path: "origin.image", registry }]);
  expect(innerRegistries({ build: siteBuiltBy(image) })).toEqual([{ path: "build.builderImage", registry }]);
});

test.each(["redis:7", "acme/shop", "ghcr.io/acme/shop:1", "93.184.216.34:5000/shop", "[2606:4700::1111]:5000/shop:1"])(
  "%s lies in none",
  (image) => {
    expect(innerRegistries({ origin: ofImage(image), build: siteBuiltBy(image) })).toEqual([]);
  },
);

describe("a member", () => {
  let deps: TestDeps;
  let admin: Actor;
  let member: Actor;
  let place: Awaited<ReturnType<typeof aPlace>>;
  beforeEach(async () => {
    deps = await testDeps();
    admin = await aTeam(deps);
    member = await aMember(deps, admin.teamId, "member");
    place = await aPlace(deps, admin);
  });
  afterEach(() => deps.dispose());

  const address = "registry.lan:5000";
  const setUp = (by: Actor) =>
    createRegistry(deps, by, {
      address,
      username: "robot",
      password: "swordfish",
      serverId: null,
      pullImage: null,
      pushImage: null,
    });
  const refusal = (path: string) => ({
    fields: [{ path, message: expect.stringMatching(/registry\.lan:5000 .*only an admin.*Settings → Registries/) }],
  });
  const site = { ...siteBuiltBy(`${address}/node:24`) };

  test("is refused a registry inside that nobody set up, and told who may and where", async () => {
    await expect(anApplication(deps, member, { place, origin: ofImage(`${address}/shop:1`) })).rejects.toMatchObject(
      refusal("origin.image"),
    );
    await expect(anApplication(deps, member, { place, build: site })).rejects.toMatchObject(
      refusal("build.builderImage"),
    );
  });

  test("may name images of one that an admin set up, in a new application and in one that is there", async () => {
    await setUp(admin);
    const { id } = await anApplication(deps, member, { place, origin: ofImage(`${address}/shop:1`) });
    const { id: siteId } = await anApplication(deps, member, { place, name: "site", build: site });
    const set = { revision: await revisionOf(deps.db, "application", siteId), build: site };
    await updateApplication(deps, member, { id: siteId, set });
    expect(id).not.toBe(siteId);
  });

  test("is refused one that another team set up", async () => {
    await setUp(await aTeam(deps));
    await expect(anApplication(deps, member, { place, origin: ofImage(`${address}/shop:1`) })).rejects.toMatchObject(
      refusal("origin.image"),
    );
  });

  test("is refused one whose login came from the settings of an application", async () => {
    const { id } = await setUp(admin);
    await deps.db
      .update(schema.registry)
      .set({ sealedFor: deps.ids.next("application") })
      .where(eq(schema.registry.id, id));
    await expect(anApplication(deps, member, { place, origin: ofImage(`${address}/shop:1`) })).rejects.toMatchObject(
      refusal("origin.image"),
    );
  });

  test("may not come by it on the same host at another port", async () => {
    await setUp(admin);
    const origin = ofImage("registry.lan:6000/shop:1");
    await expect(anApplication(deps, member, { place, origin })).rejects.toMatchObject({
      fields: [{ path: "origin.image" }],
    });
  });
});
