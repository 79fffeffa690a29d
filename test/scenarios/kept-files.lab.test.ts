import { afterAll, beforeAll, expect, test } from "vitest";
import { runningOf } from "../support/containers.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { untilEnded } from "../support/deployments.ts";
import { until } from "../support/until.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

// One volume through the life of an application, everything as a person would do it; what it holds is compared after each step.

type VolumeView = { id: string; dockerName: string; state: string; usedBy: { id: string }[] };

let world: World<NodeControlPlane>;
let shop: WorldApplication;
let volume: VolumeView;
/** Every byte there is, so that none of them is anybody's special one. */
const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index)).toString("hex");

const api = () => world.controlPlane.api;
const server = () => world.lab.server(0);

const save = (set: Record<string, unknown>) => api().patch(`/applications/${shop.id}`, set);
const mounting = (isMounted: boolean) => ({
  container: { user: "0", mounts: isMounted ? [{ volume: volume.id, path: "/kept", isReadOnly: false }] : [] },
});
async function deploy(): Promise<void> {
  const { id: deployment } = await api().post<{ id: string }>(`/applications/${shop.id}/deployments`, {});
  const { status, cause } = await untilEnded(api(), deployment);
  if (status !== "succeeded") throw new Error(`${status}: ${cause?.sentence}`);
}
async function inside(words: string[]): Promise<string> {
  const [running] = await runningOf(server(), shop.id);
  return String((await server().exec(["docker", "exec", running?.name ?? "", ...words])).stdout);
}
const kept = () => inside(["node", "-p", "fs.readFileSync('/kept/file').toString('hex')"]);
const seen = () => api().get<VolumeView>(`/volumes/${volume.id}`);

beforeAll(async () => {
  world = await aWorld({ servers: 1 });
  shop = await world.anApplication({ fixture: "healthy", name: "shop" });
  volume = await api().post<VolumeView>("/volumes", { name: "shop-data", serverId: world.servers[0]?.id });
  await save(mounting(true));
  await deploy();
  await inside(["node", "-e", `fs.writeFileSync('/kept/file', Buffer.from('${bytes}', 'hex'))`]);
});
afterAll(() => world?.stop());

test("they are whole after a rename and a move to another environment, each with a deployment", async () => {
  await save({ name: "market" });
  await deploy();
  expect((await kept()).trim()).toBe(bytes);
  const { projectId } = await api().get<{ projectId: string }>(`/environments/${world.environmentId}`);
  const { id: environmentId } = await api().post<{ id: string }>("/environments", { projectId, name: "staging" });
  await save({ environmentId });
  await deploy();
  expect((await kept()).trim()).toBe(bytes);
});

test("they are whole after the server lost its power, and after the deployment that follows", async () => {
  await server().exec(["sync"]);
  await server().kill();
  await server().boot();
  await until("the application to answer again", async () =>
    (await world.ask(shop)).status === 200 ? true : undefined,
  );
  expect((await kept()).trim()).toBe(bytes);
  await deploy();
  expect((await kept()).trim()).toBe(bytes);
});

test("they come back whole from the trash, into another application after the first one was deleted", async () => {
  const trash = () => api().post<VolumeView>(`/volumes/${volume.id}/trash`, { name: "shop-data" });
  await expect(trash()).rejects.toThrow("market mounts shop-data");
  await save(mounting(false));
  await deploy();
  expect(await trash()).toMatchObject({ state: "trashed" });
  await expect(save(mounting(true))).rejects.toThrow("is in the trash");
  await api().delete(`/applications/${shop.id}`);
  await until("the application to be gone", async () =>
    (await runningOf(server(), shop.id)).length === 0 ? true : undefined,
  );
  expect(await api().post(`/volumes/${volume.id}/restore`)).toMatchObject({ state: "active" });
  shop = await world.anApplication({ fixture: "healthy", name: "heir" });
  await save(mounting(true));
  await deploy();
  expect((await kept()).trim()).toBe(bytes);
  expect((await seen()).usedBy).toMatchObject([{ id: shop.id }]);
});
