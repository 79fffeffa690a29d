import { buildWhatChanged, interfaceProduct } from "../../scripts/build/products.ts";
import type { ApiClient } from "./api-client.ts";
import { type NodeControlPlane, startNodeControlPlane } from "./control-plane.ts";
import { addApplications } from "./load/applications.ts";

export type Named = { id: string; name: string };
/** One of each kind, for the pages that show one. */
export type Ids = {
  project: string;
  environment: string;
  application: string;
  deployment: string;
  server: string;
  source: string;
};

export const applicationCount = 8;

/** A control plane with something on every page, so that the interface has something to show. No server really runs. */
export async function aFurnishedInstance(
  applications = applicationCount,
): Promise<{ plane: NodeControlPlane; ids: Ids }> {
  await buildWhatChanged([interfaceProduct]);
  const plane = await startNodeControlPlane();
  const { api } = plane;
  await addApplications(plane, applications);
  const source = { name: "acme", forge: "github", baseUrl: "https://github.com", auth: "token", token: "ghp_000" };
  await api.post("/sources", source);
  const ids = {
    project: await firstIdOf(api, "/projects"),
    environment: await firstIdOf(api, "/environments"),
    application: (await api.get<{ items: Named[] }>("/applications")).items[0]?.id ?? "",
    deployment: await firstIdOf(api, "/deployments"),
    server: await firstIdOf(api, "/servers"),
    source: await firstIdOf(api, "/sources"),
  };
  return { plane, ids };
}

async function firstIdOf(api: ApiClient, path: string): Promise<string> {
  const { items } = await api.get<{ items: Named[] }>(path);
  return items.at(-1)?.id ?? "";
}
