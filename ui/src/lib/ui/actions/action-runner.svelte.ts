import { toast } from "../toast.ts";
import type { Action } from "./action.ts";

/** Turns anything thrown into a sentence; the application installs its own, which knows its errors. */
let sentenceOf = (_error: unknown) => "Something went wrong. Try again.";
export const installErrorSentence = (next: (error: unknown) => string) => {
  sentenceOf = next;
};

class ActionRunner {
  /** The action that waits for a confirmation. */
  asked = $state.raw<Action | null>(null);
  #running = $state.raw<ReadonlySet<string>>(new Set());

  isRunning(id: string) {
    return this.#running.has(id);
  }

  /** Starts an action, or asks first when it wants a confirmation. */
  start(action: Action) {
    if (action.refusal) return;
    if (action.confirm) this.asked = action;
    else void this.run(action);
  }

  /** Runs without asking. Errors become a toast; true when it went through. */
  async run(action: Action): Promise<boolean> {
    if (!action.run || this.#running.has(action.id)) return false;
    this.#running = new Set(this.#running).add(action.id);
    try {
      await action.run();
      return true;
    } catch (error) {
      toast.error(sentenceOf(error));
      return false;
    } finally {
      const rest = new Set(this.#running);
      rest.delete(action.id);
      this.#running = rest;
    }
  }
}

export const actionRunner = new ActionRunner();
