import { ApiError, sentenceOf } from "../api/api-error.ts";

/**
 * The state of one form: whether it is being sent, what is wrong with it as a whole and with each field.
 * `fields` are the paths the form shows; errors of any other path are told above the form, never lost.
 */
export class FormState {
  isBusy = $state(false);
  message = $state<string | null>(null);
  #errors = $state.raw<ReadonlyMap<string, string>>(new Map());
  readonly #fields: readonly string[];

  constructor(fields: readonly string[] = []) {
    this.#fields = fields;
  }

  errorOf(path: string): string | undefined {
    return this.#errors.get(path);
  }

  fail(path: string, message: string): void {
    this.#errors = new Map(this.#errors).set(path, message);
  }

  /** Sends once at a time; true when it went through. */
  async submit(event: SubmitEvent | null, send: () => Promise<unknown>): Promise<boolean> {
    event?.preventDefault();
    if (this.isBusy) return false;
    this.isBusy = true;
    this.message = null;
    this.#errors = new Map();
    try {
      await send();
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  #tell(error: unknown): void {
    const all = error instanceof ApiError ? error.fields : [];
    const shown = all.filter(({ path }) => this.#fields.includes(path));
    const rest = all.filter(({ path }) => !this.#fields.includes(path));
    this.#errors = new Map(shown.map(({ path, message }) => [path, capital(message)]));
    if (rest.length > 0) this.message = rest.map(({ path, message }) => `${path}: ${message}`).join(". ");
    else if (shown.length === 0) this.message = sentenceOf(error);
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
