// pure

import type { SealPlace } from "../../kit/deps.ts";
import { NotCompilable } from "./not-compilable.ts";

const registryPassword: [string, string] = [
  "The stored password of a registry",
  "An admin enters it again under Settings, Registries. Then deploy again.",
];
/** Where each secret of a job is entered again once its stored text does not open. */
const mended: Record<string, [what: string, nextAction: string]> = {
  "deployment.variables": ["The stored set of variables of this deployment", "Deploy again: that stores them anew."],
  "source.token": [
    "The stored token of the source",
    "Enter the token again on the page of the source, then deploy again.",
  ],
  "registry.password": registryPassword,
  // Of one that an application once had in its own settings.
  "application.registry_password": registryPassword,
  "server.probe_secret": [
    "The stored probe secret of the server",
    "Save the server's settings: that makes a new one. Then deploy again.",
  ],
};

export function damagedSecret({ table, column }: Pick<SealPlace, "table" | "column">): NotCompilable {
  const [what, nextAction] = mended[`${table}.${column}`] ?? [`The stored secret ${table}.${column}`, undefined];
  return new NotCompilable(`${what} is damaged and cannot be read.`, nextAction);
}
