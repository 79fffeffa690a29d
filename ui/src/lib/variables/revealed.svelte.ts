import { sentenceOf } from "../api/api-error.ts";
import { revealVariable } from "../api/variables.ts";
import { toast } from "../ui/toast.ts";

type Seen = Awaited<ReturnType<typeof revealVariable>>;

/** Values that somebody asked to see on one page, by the id of their variable. */
export class Revealed {
  #values = $state.raw<ReadonlyMap<string, Seen>>(new Map());

  of(id: string): string | undefined {
    return this.#values.get(id)?.value;
  }

  /** What a text that refers becomes, or why that is not told. */
  wholeOf(id: string): Pick<Seen, "resolved" | "problem"> | undefined {
    return this.#values.get(id);
  }

  async toggle(id: string): Promise<void> {
    const next = new Map(this.#values);
    if (next.delete(id)) {
      this.#values = next;
      return;
    }
    try {
      this.#values = new Map(this.#values).set(id, await revealVariable(id));
    } catch (error) {
      toast.error(sentenceOf(error));
    }
  }
}
