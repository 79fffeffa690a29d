// pure

import { type SecretPlace, secretPlace } from "./brand.ts";
import type { CredentialPlace } from "./open-credential.ts";

// Every place where something sealed is kept, each written once. A place binds a sealed text to its column and row: one that is written
// otherwise, or moved, opens nothing that was sealed before.

const at = (table: string, column: string, { row }: { row: string }): SecretPlace =>
  secretPlace({ table, column, row });
const credentialAt = (table: string, column: string, of: { row: string }): CredentialPlace => ({
  credential: at(table, column, of),
});

export const valuePlace = (variableId: string) => at("variable", "value", { row: variableId });
export const filePlace = (fileId: string) => at("file", "content", { row: fileId });
/** The variables that a deployment froze. */
export const frozenPlace = (deploymentId: string) => at("deployment", "variables", { row: deploymentId });
export const probeSecretPlace = (serverId: string) => at("server", "probe_secret", { row: serverId });
export const webhookSecretPlace = (sourceId: string) => at("source", "webhook_secret", { row: sourceId });
export const previousWebhookSecretPlace = (sourceId: string) =>
  at("source", "previous_webhook_secret", { row: sourceId });
export const settingsPlace = (channelId: string) => at("channel", "settings", { row: channelId });

export const sourceTokenPlace = (sourceId: string) => credentialAt("source", "token", { row: sourceId });
type RegistryPlace = { id: string; address: string; sealedFor: string | null };
/**
 * Of a team's registry. The address is part of it: beside another one the password does not open. What an application had in its own
 * settings once is still bound to their place, until it is entered again.
 */
export const teamRegistryPlace = ({ id, address, sealedFor }: RegistryPlace) =>
  sealedFor === null
    ? credentialAt("registry", "password", { row: `${id} ${address}` })
    : credentialAt("application", "registry_password", { row: sealedFor });
/** Of the machine that has the files of a volume, whose name is part of it. */
export const sharePasswordPlace = ({ id, host }: { id: string; host: string }) =>
  credentialAt("volume", "share_password", { row: `${id} ${host}` });
