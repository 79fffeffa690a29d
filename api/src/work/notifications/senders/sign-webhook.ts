const prefix = "whsec_";

/** Secret in the form of Standard Webhooks: `whsec_` and the base64 of the key bytes. */
export const toSigningSecret = (random: string) => `${prefix}${btoa(random)}`;

/** Headers of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, so that neither can be replayed with another. */
export async function signWebhook(secret: string, call: { id: string; at: number; body: string }) {
  const bytes = Uint8Array.from(atob(secret.slice(prefix.length)), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const timestamp = String(Math.floor(call.at / 1_000));
  const signed = new TextEncoder().encode(`${call.id}.${timestamp}.${call.body}`);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, signed));
  const signature = btoa(Array.from(mac, (byte) => String.fromCharCode(byte)).join(""));
  return { "webhook-id": call.id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
