import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { findHolder } from "../../runner/state-lock/index.ts";

/** Makes the state folder. A sentence when it cannot be used, or is in use. */
export async function stateFolderProblem(home: string): Promise<string | undefined> {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (!statSync(home).isDirectory()) throw new Error("it is no folder");
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The state folder ${home} cannot be used (${reason}). Name one that this user may write to: FAIRLEAD_HOME=${dirname(home)}/another`;
  }
  const holder = await findHolder(home, { program: "control plane" });
  return (
    holder &&
    `Fairlead runs already with the state folder ${home}: process ${holder.pid}, ${holder.url}, since ${holder.since}. Stop it first, or start another one: PORT=3001 FAIRLEAD_HOME=/another/folder npm start`
  );
}
