import { actionRunner } from "./actions/action-runner.svelte.ts";
import { toast } from "./toast.ts";
import { createUndo, undoMs } from "./undo.ts";

const undo = createUndo();
const keys = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "") ? "⌘Z" : "Ctrl+Z";

type Offer = { id: string; said: string; description?: string | undefined; run: () => unknown };

/** Says that something was done, with a button that takes it back. */
export function offerUndo({ id, said, description, run }: Offer): void {
  undo.offer({ id, run }, Date.now());
  toast.success(said, {
    ...(description ? { description } : {}),
    action: { label: `Undo ${keys}`, run: () => void undoLast(id) },
    durationMs: undoMs,
  });
}

/** True when there was something to take back. Why it failed is told like for any action. */
export function undoLast(id?: string): boolean {
  const run = undo.take({ ...(id === undefined ? {} : { id }), now: Date.now() });
  if (!run) return false;
  void actionRunner.run({ id: "undo", label: "Undo", run });
  return true;
}
