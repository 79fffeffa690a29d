import { StepFailed } from "../../outcome.ts";
import { explainDocker } from "../../plan/explain-docker.ts";

/** The Engine API's status for a dockerode error; undefined when the call did not come to an answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}

/** The daemon's own words, without the prefix that dockerode puts before them. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const json = "json" in error ? error.json : undefined;
  if (typeof json === "object" && json !== null && "message" in json && typeof json.message === "string") {
    return json.message;
  }
  return error.message;
}

/** Runs one call; a status in `accepted` is success with nothing to tell. Refusals a user can act on become StepFailed. */
export async function callDocker<T>(work: Promise<T>, { accepted = [] }: { accepted?: readonly number[] } = {}) {
  try {
    return await work;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    if (accepted.includes(status)) return undefined;
    const cause = explainDocker({ status, message: messageOf(error) }, null);
    throw cause ? new StepFailed(cause) : error;
  }
}
