import type { Deps } from "../../kit/deps.ts";
import { readInstance } from "../instance/instance.store.ts";

/** Whether the instance has an owner, and what the page that makes one has to know. */
export async function readSetup({ db, mailer, config }: Pick<Deps, "db" | "mailer" | "config">) {
  return { ...(await readInstance(db)), canMail: mailer.isConfigured, version: config.version };
}
