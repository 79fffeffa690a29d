import type { NodeControlPlane } from "../control-plane.ts";
import { withDatabase } from "./embedded-database.ts";
import { aSimulatedServer, enrolSimulatedRunner } from "./simulated-runner.ts";

/**
 * Puts that many applications, each with a domain and a release that serves, into the database: the first one through the API, the
 * others as copies of its rows.
 */
export async function addApplications(controlPlane: NodeControlPlane, howMany: number): Promise<void> {
  const { api } = controlPlane;
  const server = await aSimulatedServer(controlPlane, await enrolSimulatedRunner(controlPlane));
  const project = await api.post<{ id: string }>("/projects", { name: "Harbour" });
  const { items } = await api.get<{ items: { id: string }[] }>(`/environments?projectId=${project.id}`);
  const first = await api.post<{ id: string }>("/applications", {
    name: "shop",
    environmentId: items[0]?.id,
    destinationId: server.destinationId,
    origin: { kind: "image", image: "registry.example/shop:1" },
  });
  await api.post(`/applications/${first.id}/domains`, { host: "shop.example.com", scheme: "https" });
  await api.post(`/applications/${first.id}/deployments`, {});
  await withDatabase(controlPlane, async ({ $client }) => {
    await $client.execute("UPDATE deployment SET status = 'succeeded', is_active = 1, live_at = created_at");
    await $client.execute("UPDATE deployment_target SET status = 'succeeded'");
    await $client.execute("UPDATE resource_target SET deployment_id = (SELECT id FROM deployment)");
    const copy = async (table: string, changed: Record<string, string>) => {
      const { rows } = await $client.execute(`SELECT name FROM pragma_table_info('${table}')`);
      const columns = rows.map(({ name }) => `"${String(name)}"`);
      const values = rows.map(({ name }) => changed[String(name)] ?? `t."${String(name)}"`);
      await $client.execute(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${howMany - 1})
         INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM n, (SELECT * FROM ${table} LIMIT 1) t`,
      );
    };
    if (howMany === 1) return;
    const application = "printf('app_%026d', i)";
    await copy("resource", { id: application, name: "printf('shop %d', i)" });
    await copy("application", { id: application });
    const deployment = "printf('dep_%026d', i)";
    await copy("resource_target", { resource_id: application, deployment_id: deployment });
    const host = "printf('shop-%d.example.com', i)";
    await copy("domain", { id: "printf('dom_%026d', i)", resource_id: application, host });
    await copy("deployment", { id: deployment, resource_id: application });
    await copy("deployment_target", { deployment_id: deployment, job_id: "NULL" });
  });
}

/** A copy cannot open what the first release was made with, because that is sealed for its own place: this one serves a release of its own. */
export async function serveOwnRelease(controlPlane: NodeControlPlane, application: string): Promise<void> {
  const { id } = await controlPlane.api.post<{ id: string }>(`/applications/${application}/deployments`, {});
  await withDatabase(controlPlane, async ({ $client }) => {
    const run = (sql: string, args: string[]) => $client.execute({ sql, args });
    await run("UPDATE deployment_target SET status = 'succeeded', job_id = NULL WHERE deployment_id = ?", [id]);
    await run("DELETE FROM job WHERE deployment_id = ?", [id]);
    await run("UPDATE deployment SET is_active = 0 WHERE resource_id = ?", [application]);
    await run("UPDATE deployment SET status = 'succeeded', is_active = 1, live_at = created_at WHERE id = ?", [id]);
    await run("UPDATE resource_target SET deployment_id = ? WHERE resource_id = ?", [id, application]);
  });
}
