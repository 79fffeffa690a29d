import type { ApiClient } from "./api-client.ts";
import { until } from "./until.ts";

/** A build long enough for an outage to begin and end in it. */
export const slowBuild = (seconds: number) =>
  `FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nRUN for i in $(seq ${seconds}); do echo line $i; sleep 1; done\nUSER node\nCMD ["node", "server.mjs"]\n`;

export const untilBuilding = (api: ApiClient, id: string) =>
  until("the build to run", async () => {
    const { steps } = await api.get<{ steps: { name: string; status: string }[] }>(`/deployments/${id}`);
    return steps.some(({ name, status }) => name === "build" && status === "started") || undefined;
  });
