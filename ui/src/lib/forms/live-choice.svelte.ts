import { standingChoice } from "./standing-choice.ts";

/** One choice of a form among things that may arrive or go while it is open. A form never takes the first of them for itself. */
export class LiveChoice {
  #chosen = $state<string | null>(null);
  // Not a state: it only holds what was read last, and nothing has to hear of it.
  #shown: string | null = null;
  readonly #offered: () => readonly string[];
  readonly #none: string;
  readonly #value = $derived.by(() => {
    const offered = this.#offered();
    this.#shown = standingChoice({ chosen: this.#chosen, shown: this.#shown, offered, none: this.#none });
    return this.#shown;
  });

  constructor(offered: () => readonly string[], none = "") {
    this.#offered = offered;
    this.#none = none;
  }
  get value(): string {
    return this.#value;
  }
  set value(next: string) {
    this.#chosen = next;
  }
}
