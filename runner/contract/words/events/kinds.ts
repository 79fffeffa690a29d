import type { AlertWords } from "./alert-words.ts";
import { applicationGone } from "./application-gone.ts";
import { deploymentFailed } from "./deployment-failed.ts";
import { deploymentSucceeded } from "./deployment-succeeded.ts";
import { imageChanged } from "./image-changed.ts";
import { serverRecovered } from "./server-recovered.ts";
import { serverUnreachable } from "./server-unreachable.ts";

/** Every event that channels tell of, under the word that names it in rows and to programs, in the order in which people choose. */
export const alertEvents = {
  "deployment.failed": deploymentFailed,
  "deployment.succeeded": deploymentSucceeded,
  "server.unreachable": serverUnreachable,
  "server.recovered": serverRecovered,
  "application.gone": applicationGone,
  "image.changed": imageChanged,
} as const satisfies Record<string, AlertWords>;
