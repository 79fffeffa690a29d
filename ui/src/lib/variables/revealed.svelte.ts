import { sentenceOf } from "../api/api-error.ts";
import { revealVariable } from "../api/variables.ts";
import { toast } from "../ui/toast.ts";

/** Values that somebody asked to see on one page, by the id of their variable. */
export class Revealed {
  #values = $state.raw<ReadonlyMap<string, string>>(new Map());

  of(id: string): string | undefined {
    return this.#values.get(id);
  }

  async toggle(id: string): Promise<void> {
    const next = new Map(this.#values);
    if (next.delete(id)) {
      this.#values = next;
      return;
    }
    try {
      const { value } = await revealVariable(id);
      this.#values = new Map(this.#values).set(id, value);
    } catch (error) {
      toast.error(sentenceOf(error));
    }
  }
}
