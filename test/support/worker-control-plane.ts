import { join } from "node:path";
import { buildWhatChanged, interfaceProduct, runnerProduct } from "../../scripts/build/products.ts";
import { root } from "../../scripts/check/repository.ts";
import { apiClient } from "./api-client.ts";
import { type ControlPlane, owner, setUp } from "./control-plane.ts";
import { startWorker, workerSetupCode } from "./start-worker.ts";

/** The edge home: the Worker in workerd, a database server, and the cron trigger that the platform would pull. */
export async function startWorkerControlPlane(env: Record<string, string> = {}): Promise<ControlPlane> {
  await buildWhatChanged([runnerProduct, interfaceProduct]);
  const { FAIRLEAD_ALLOW_PRIVATE_HOSTS = "" } = env;
  const worker = await startWorker({ FAIRLEAD_ALLOW_PRIVATE_HOSTS }, { assets: join(root, "ui/build") });
  const token = await setUp(worker.url, workerSetupCode);
  const cron = setInterval(() => void worker.runCron().catch(() => undefined), 10_000);
  return {
    url: worker.url,
    token,
    email: owner.email,
    password: owner.password,
    api: apiClient(worker.url, token),
    stop: async () => {
      clearInterval(cron);
      await worker.stop();
    },
  };
}
