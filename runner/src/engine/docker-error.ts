import type { Cause } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import { explainDocker } from "../plan/explain-docker.ts";
import { messageOf, statusOf } from "./docker-refusal.ts";

export { messageOf, statusOf };

/** Docker's no, in words. The status stays readable: a name that is taken may mean that somebody newer was here. */
class DockerRefused extends StepFailed {
  readonly statusCode: number;
  constructor(cause: Cause, statusCode: number) {
    super(cause);
    this.statusCode = statusCode;
  }
}

/** Runs one call; a status in `accepted` is success with nothing to tell. What Docker refuses becomes StepFailed; its own failures stay. */
export async function callDocker<T>(work: Promise<T>, { accepted = [] }: { accepted?: readonly number[] } = {}) {
  try {
    return await work;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    if (accepted.includes(status)) return undefined;
    const cause = explainDocker({ status, message: messageOf(error) }, null);
    throw cause ? new DockerRefused(cause, status) : error;
  }
}
