// pure

import type { WebhookSource } from "./receive.store.ts";

const kept = new Map<string, WebhookSource>();
const maxKept = 1_000;

/**
 * What was read of a source when it was called before, so that a burst of calls need not read it each time. It may be out of date, or
 * of another database: a call is stored only while its source is this one, and refused only by one that was read anew.
 */
export const keptSource = (webhookKey: string): WebhookSource | undefined => kept.get(webhookKey);

export function keepSource(source: WebhookSource): void {
  kept.delete(source.webhookKey);
  kept.set(source.webhookKey, source);
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
}
