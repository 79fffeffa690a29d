import { DamagedValue } from "@fairlead/db/damaged";
import * as v from "valibot";
import type { Deps } from "../../kit/deps.ts";
import { DamagedSecret } from "../../kit/secrets/damaged-secret.ts";
import { WrongAddress } from "../../kit/secrets/open-credential.ts";
import type { Compiled, JobRow } from "../../kit/work-kinds.ts";
import { AppError } from "../../rules/errors.ts";
import { damagedSecret } from "./damaged-secret.ts";
import { elsewhere, NotCompilable } from "./not-compilable.ts";

/** What the claiming runner gets: compiled now, so that it never holds stale settings. The only place where secrets are opened for it. */
export const compilePayload = (deps: Deps, job: JobRow): Promise<Compiled> =>
  deps.kinds[job.kind].compile(deps, job).catch(unreadable);

/** What is stored can never be worked on as long as it is as it is, and must not stand in the way of the jobs behind it. */
function unreadable(error: unknown): never {
  if (error instanceof DamagedSecret) throw damagedSecret(error.place);
  if (error instanceof WrongAddress) throw elsewhere(error.message);
  if (error instanceof DamagedValue || error instanceof AppError) throw new NotCompilable(error.message);
  if (!v.isValiError(error)) throw error;
  throw new NotCompilable(`A stored setting is not what it may be: ${v.getDotPath(error.issues[0]) ?? "all of it"}.`);
}
