import type { CredentialPlace } from "../kit/secrets/open-credential.ts";

/** Seal places of a source's secrets. A place binds a sealed text to its column: moving one means sealing it again. */
export const sourceTokenPlace = (sourceId: string): CredentialPlace => ({
  credential: { table: "source", column: "token", row: sourceId },
});
export const webhookSecretPlace = (sourceId: string) => ({ table: "source", column: "webhook_secret", row: sourceId });
export const previousWebhookSecretPlace = (sourceId: string) => ({
  table: "source",
  column: "previous_webhook_secret",
  row: sourceId,
});

/** 32 random bytes as text: for forges that take any text as a secret. */
export const webhookSecretBytes = 32;
