import { createApp } from "./app.ts";
import { runCronTurn } from "./cron.ts";
import { assureSecret, clientOf, openWorkerDeps, type WorkerBindings } from "./homes/worker-home.ts";
import { ConfigError } from "./kit/config.ts";
import { ForeignSecret } from "./people/instance/refuse-foreign-secret.ts";

export { Hub } from "./kit/adapters/hub-object.ts";

type Alive = { waitUntil(work: Promise<unknown>): void };
const app = createApp();

/** A Worker has no start that could refuse, so every request tells what is wrong with its settings. */
function refusal(error: unknown): Response {
  if (error instanceof ConfigError || error instanceof ForeignSecret) {
    console.error(error.message);
    return unavailable("This instance is not configured. Its log names every setting that is missing or wrong.");
  }
  console.error(error);
  return unavailable("The database of this instance cannot be reached. Its log says why.");
}

const unavailable = (text: string) => new Response(text, { status: 503 });

export default {
  async fetch(request: Request, bindings: WorkerBindings, alive: Alive): Promise<Response> {
    try {
      const deps = openWorkerDeps(bindings, alive);
      await assureSecret(deps);
      return app.fetch(request, { deps, client: clientOf(request) });
    } catch (error) {
      return refusal(error);
    }
  },
  async scheduled(event: { scheduledTime: number }, bindings: WorkerBindings, alive: Alive): Promise<void> {
    const deps = openWorkerDeps(bindings, alive);
    await assureSecret(deps);
    await runCronTurn(deps, event.scheduledTime);
  },
};
