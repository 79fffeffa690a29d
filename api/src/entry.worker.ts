import { clientOf, openWorkerDeps, type WorkerBindings } from "./adapters/worker-home.ts";
import { createApp } from "./app.ts";
import { ConfigError } from "./config.ts";
import { runCronTurn } from "./cron.ts";

export { Hub } from "./adapters/hub-object.ts";

type Alive = { waitUntil(work: Promise<unknown>): void };
const app = createApp();

/** A Worker has no start that could refuse, so every request tells what is wrong with its settings. */
function refusal(error: unknown): Response {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  return new Response("This instance is not configured. Its log names every setting that is missing or wrong.", {
    status: 503,
  });
}

export default {
  fetch(request: Request, bindings: WorkerBindings, alive: Alive): Response | Promise<Response> {
    try {
      return app.fetch(request, { deps: openWorkerDeps(bindings, alive), client: clientOf(request) });
    } catch (error) {
      return refusal(error);
    }
  },
  async scheduled(event: { scheduledTime: number }, bindings: WorkerBindings, alive: Alive): Promise<void> {
    await runCronTurn(openWorkerDeps(bindings, alive), event.scheduledTime);
  },
};
