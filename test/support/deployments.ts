import type { ForgeKind } from "../lab/deliver-push.ts";
import type { ApiClient } from "./api-client.ts";
import { until } from "./until.ts";
import type { WorldSource } from "./world.ts";

export type ApplicationOrder = {
  /** Folder below test/fixtures/apps. */
  fixture: string;
  name?: string;
  forge?: ForgeKind;
  source?: WorldSource;
  /** Index of the world's server. */
  server?: number;
  /** Fields of the create call besides name, place and origin. */
  settings?: Record<string, unknown>;
};

export type DeploymentView = {
  id: string;
  number: number;
  status: string;
  commit: string | null;
  cause: { class: string; sentence: string; evidence: string[]; nextAction: string } | null;
  steps: { name: string; status: string; durationMs: number | null }[];
};

const ended = new Set(["succeeded", "failed", "cancelled", "superseded"]);

/** The deployment in its final state. */
export const untilEnded = (api: ApiClient, id: string, withinMs = 180_000) =>
  until(
    `deployment ${id} to end`,
    async () => {
      const view = await api.get<DeploymentView>(`/deployments/${id}`);
      return ended.has(view.status) ? view : undefined;
    },
    { withinMs, everyMs: 200 },
  );
