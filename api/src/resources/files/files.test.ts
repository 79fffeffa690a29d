import { schema } from "@fairlead/db";
import { maxFileBytes } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deployResource } from "../../releases/deployments/deploy-resource.ts";
import { rollbackDeployment } from "../../releases/deployments/rollback-deployment.ts";
import type { Actor } from "../../rules/permissions.ts";
import { shaOf } from "../../testing/deliveries.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { prune } from "../../work/retention/prune.ts";
import { updateApplication } from "../applications/update-application.ts";
import { createFile } from "./create-file.ts";
import { listFiles } from "./list-files.ts";
import { readFile } from "./read-file.ts";

const day = 86_400_000;
let deps: TestDeps;
let world: FlowWorld;
let actor: Actor;
let resourceId: string;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  ({ actor } = world);
  resourceId = await anApplication(deps, world);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const upload = (input: { text?: string; base64?: string }, at = resourceId) =>
  createFile(deps, actor, { resourceId: at, input });
const at = (path: string, content: string) => ({ path, content, mode: "0644", owner: "0:0" });
const place = async (files: ReturnType<typeof at>[], more: object = {}) =>
  updateApplication(deps, actor, {
    id: resourceId,
    set: { revision: await revisionOf(deps.db, "application", resourceId), container: { files, ...more } },
  });
const read = (file: string) => readFile(deps, actor, { resourceId, file });
const used = async () => (await listFiles(deps, actor, { resourceId })).items.map(({ id }) => id);
const kept = async () => (await deps.db.select({ id: schema.file.id }).from(schema.file)).map(({ id }) => id);
const refused = (path: string, message: string) => ({
  fields: [{ path, message: expect.stringContaining(message) }],
});
async function released(letter: string) {
  const { id } = await deployResource(deps, actor, {
    id: resourceId,
    input: { noCache: false, commit: shaOf(letter) },
  });
  const job = await runner.claim();
  await runner.finish(leaseOf(job), deployed(`sha256:${letter.repeat(64)}`));
  return { id, job };
}

describe("what is in a file", () => {
  test.each([
    ["text", { text: "a: 1\r\nb: ü\n" }, { isText: true, text: "a: 1\r\nb: ü\n", base64: null, sizeBytes: 12 }],
    [
      "a text that begins with a mark of its order",
      { text: "\ufeffx" },
      { isText: true, text: "\ufeffx", sizeBytes: 4 },
    ],
    ["nothing", { text: "" }, { isText: true, text: "", sizeBytes: 0 }],
    ["text that came as bytes", { base64: "YQ==" }, { isText: true, text: "a", base64: null }],
    ["bytes that are no text", { base64: "/wD+" }, { isText: false, text: null, base64: "/wD+", sizeBytes: 3 }],
    ["text with an end of C in it", { text: "a\0b" }, { isText: true, text: "a\0b", base64: null }],
  ])("comes back byte by byte: %s", async (_what, input, expected) => {
    const { id } = await upload(input);
    expect(await read(id)).toMatchObject(expected);
  });

  test("is sealed, and shown only with an entry of who looked", async () => {
    const { id } = await upload({ text: "hush-hush" });
    const [row] = await deps.db.select().from(schema.file).where(eq(schema.file.id, id));
    expect(row?.content).not.toContain("hush");
    await read(id);
    const entries = await deps.db.select().from(schema.audit).where(eq(schema.audit.action, "file.reveal"));
    expect(entries).toMatchObject([{ target: id, detail: JSON.stringify({ resourceId }) }]);
  });

  test("is five MiB at most", async () => {
    const bytes = Buffer.alloc(maxFileBytes + 1);
    await expect(upload({ base64: bytes.toString("base64") })).rejects.toMatchObject(refused("base64", "5 MiB"));
    await upload({ base64: bytes.subarray(1).toString("base64") });
  });

  test("is nothing to who may not see secrets", async () => {
    const { id } = await upload({ text: "hush" });
    const viewer: Actor = { ...actor, role: "viewer" };
    await expect(readFile(deps, viewer, { resourceId, file: id })).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("is found only at its own resource", async () => {
    const other = await anApplication(deps, world, { name: "other" });
    const { id } = await upload({ text: "x" }, other);
    await expect(read(id)).rejects.toMatchObject({ kind: "not-found" });
    await expect(place([at("/etc/x", id)])).rejects.toMatchObject(
      refused("container.files.0.content", "upload it first"),
    );
  });
});

describe("settings", () => {
  test("name what is in a file, and only that is listed", async () => {
    const [{ id: one }, { id: two }] = [await upload({ text: "1" }), await upload({ text: "2" })];
    await place([at("/etc/app.conf", one)]);
    expect(await used()).toEqual([one]);
    await place([at("/etc/app.conf", two)]);
    expect(await used()).toEqual([two]);
  });

  test("are refused where a file could not lie", async () => {
    const { id } = await upload({ text: "1" });
    const folders = { temporaryFolders: [{ path: "/etc/app", sizeBytes: null }] };
    await expect(place([at("/etc/app/conf", id)], folders)).rejects.toMatchObject(
      refused("container.files.0.path", "temporary folder"),
    );
  });

  test("hold 8 MiB together at most", async () => {
    const big = { base64: Buffer.alloc(maxFileBytes).toString("base64") };
    const [{ id: one }, { id: two }] = [await upload(big), await upload(big)];
    await expect(place([at("/a", one), at("/b", two)])).rejects.toMatchObject(refused("container.files", "8 MiB"));
    await place([at("/a", one), at("/b", one)]);
  });
});

describe("a deployment", () => {
  test("takes along what is in its files, and a rollback what was in them then", async () => {
    const [{ id: one }, { id: two }] = [await upload({ text: "first" }), await upload({ base64: "/wA=" })];
    await place([at("/etc/app.conf", one)]);
    const first = await released("a");
    expect(first.job).toMatchObject({
      payload: { spec: { container: { files: [at("/etc/app.conf", one)] } } },
      secrets: { files: [{ id: one, content: Buffer.from("first").toString("base64") }] },
    });
    await place([at("/etc/app.conf", two)]);
    expect((await released("b")).job).toMatchObject({ secrets: { files: [{ id: two, content: "/wA=" }] } });
    await rollbackDeployment(deps, actor, { id: first.id });
    expect(await runner.claim()).toMatchObject({ secrets: { files: [{ id: one }] } });
  });

  test("whose file is not kept any more ends with the reason", async () => {
    const { id } = await upload({ text: "x" });
    await place([at("/etc/app.conf", id)]);
    const deployment = await deployResource(deps, actor, {
      id: resourceId,
      input: { noCache: false, commit: shaOf("a") },
    });
    await deps.db.delete(schema.file);
    expect(await runner.claim()).toBeNull();
    const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deployment.id));
    expect(row).toMatchObject({ status: "failed", cause: { sentence: expect.stringContaining("/etc/app.conf") } });
  });
});

describe("retention", () => {
  test("takes what nobody placed within a day, and leaves what is placed", async () => {
    const [{ id: placed }, { id: forgotten }] = [await upload({ text: "1" }), await upload({ text: "2" })];
    await place([at("/a", placed)]);
    deps.clock.advance(day - 1);
    await prune(deps);
    expect(await kept()).toEqual(expect.arrayContaining([placed, forgotten]));
    deps.clock.advance(2);
    await prune(deps);
    expect(await kept()).toEqual([placed]);
  });

  test("leaves what a kept deployment names, also one that went back to it", async () => {
    const [{ id: one }, { id: two }] = [await upload({ text: "1" }), await upload({ text: "2" })];
    await place([at("/a", one)]);
    const first = await released("a");
    deps.clock.advance(2 * day);
    await place([at("/a", two)]);
    await released("b");
    deps.clock.advance(2 * day);
    await rollbackDeployment(deps, actor, { id: first.id });
    await deps.db.delete(schema.deployment).where(eq(schema.deployment.id, first.id));
    deps.clock.advance(2 * day);
    await prune(deps);
    expect(await kept()).toEqual(expect.arrayContaining([one, two]));
    await deps.db.delete(schema.deployment);
    await prune(deps);
    expect(await kept()).toEqual([two]);
  });
});
