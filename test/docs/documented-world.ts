import { newApiToken } from "../../api/src/people/tokens/new-api-token.ts";
import { aFlowWorld, anApplication } from "../../api/src/testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../api/src/testing/runner.ts";
import { claimedApp } from "../../api/src/testing/test-app.ts";
import type { Example } from "./read-examples.ts";

/** What a call of a page came to, on the real API. */
export type Outcome = { status: number; answer: unknown };

/**
 * The instance that the pages speak of: a project called Shop at its third revision, in it an application `shop` whose first release
 * serves, and whose memory was set to 512 MiB since.
 */
export async function aDocumentedWorld() {
  const world = await claimedApp();
  const { deps } = world;
  const flow = await aFlowWorld(deps);
  const { teamId, userId } = flow.actor;
  const made = await newApiToken(deps, { teamId, userId, name: "docs", scope: "admin", expiresInDays: 1 });
  await made.statement;
  const application = await anApplication(deps, flow, { name: "shop" });
  const send = async (call: string, json?: object) => {
    const [method = "", path = ""] = call.split(" ");
    const sent = { method, token: made.token, ...(json ? { json } : {}) };
    const { status, body, text } = await world.send(`/api/v1${path}`, sent);
    if (status >= 300) throw new Error(`${call} answered ${status}: ${text}`);
    return body;
  };
  await send(`POST /applications/${application}/deployments`);
  const runner = aRunnerClient(deps, flow);
  await runner.finish(leaseOf(await runner.claim()), deployed(`sha256:${"1".repeat(64)}`));
  const { revision } = await send(`GET /applications/${application}`);
  await send(`PATCH /applications/${application}`, { revision, container: { memoryBytes: 536_870_912 } });
  const [project] = (await send("GET /projects")).items as { id: string }[];
  await send(`PATCH /projects/${project?.id}`, { revision: 1, name: "Store" });
  await send(`PATCH /projects/${project?.id}`, { revision: 2, name: "Shop" });
  const volume = await send("POST /volumes", { name: "shop-files", serverId: flow.serverId });
  const file = await send(`POST /resources/${application}/files`, { text: "greeting: hello\n" });
  const ids: Record<string, string> = {
    file: String(file.id),
    vol: String(volume.id),
    prj: project?.id ?? "",
    env: flow.environmentId,
    srv: flow.serverId,
    app: application,
  };
  const withIds = (text: string) => text.replace(/\b([a-z]{3,4})_…/g, (_, kind: string) => ids[kind] ?? `no ${kind}`);

  /** As curl sends it: a body is a form unless a header says otherwise. The instance's settings are its owner's. */
  const call = async ({ method, path, headers, body }: Example): Promise<Outcome> => {
    const url = `${deps.config.url}${withIds(path)}`;
    const token = path.includes("/instance") ? world.token : made.token;
    const sent = new Headers(body === null ? {} : { "Content-Type": "application/x-www-form-urlencoded" });
    for (const [name, value] of Object.entries(headers)) sent.set(name, value.replace("$TOKEN", token));
    const init = { method, headers: sent, ...(body === null ? {} : { body: withIds(body) }) };
    const client = { ip: "192.0.2.1", userAgent: "curl" };
    const answer = await world.app.fetch(new Request(url, init), { deps, client });
    await deps.settle();
    return { status: answer.status, answer: JSON.parse(await answer.text()) };
  };
  return { ...world, ids, token: made.token, call, application };
}
