import { tick } from "svelte";
import { ApiError } from "../api/api-error.ts";
import type { Conflict } from "../api/conflict.ts";
import { typedBelow } from "../ui/typed-in.ts";
import type { Settled } from "./save-changes.ts";
import { toldErrors } from "./told-errors.ts";
import { keepAccount } from "./unsaved.ts";

/**
 * The state of one form: whether it is being sent, what is wrong with it as a whole and with each field.
 * `fields` are the paths the form shows; errors of any other path are told above the form, never lost.
 */
export class FormState {
  isBusy = $state(false);
  /** Its fields hold other things than when it appeared or was saved last; known of a watched form only. */
  isDirty = $state(false);
  message = $state<string | null>(null);
  /** The session ended meanwhile: signing in elsewhere and sending again loses nothing of what was typed. */
  isSignedOut = $state(false);
  /** Fields that somebody else saved in the meantime, until the person chose and saved again. */
  conflict = $state.raw<Conflict | null>(null);
  /** Those that shall be saved as this person wanted them. */
  mine = $state.raw<ReadonlySet<string>>(new Set());
  #errors = $state.raw<ReadonlyMap<string, string>>(new Map());
  #fields: readonly string[];
  readonly #codes: Readonly<Record<string, string>>;

  #forget: () => void = () => {};

  /** Attached to the form element: knows from then on whether something typed would be lost with it. */
  readonly watch = (element: HTMLFormElement): (() => void) => {
    let before = typedBelow(element);
    const judge = () => {
      this.isDirty = typedBelow(element) !== before;
    };
    this.#forget = () => {
      before = typedBelow(element);
      this.isDirty = false;
    };
    element.addEventListener("input", judge);
    element.addEventListener("change", judge);
    const close = keepAccount(this);
    return () => {
      element.removeEventListener("input", judge);
      element.removeEventListener("change", judge);
      close();
    };
  };

  /** `codes`: the field that a refusal as a whole is about, by its code. */
  constructor(fields: readonly string[] = [], codes: Readonly<Record<string, string>> = {}) {
    this.#fields = fields;
    this.#codes = codes;
  }

  /** Fields that came after the form did. */
  show(fields: readonly string[]): void {
    this.#fields = [...new Set([...this.#fields, ...fields])];
  }

  errorOf(path: string): string | undefined {
    return this.#errors.get(path);
  }

  /** Whether something is wrong with a field of this part: `build` has `build.context`. */
  isWrongIn(part: string): boolean {
    return [...this.#errors.keys()].some((path) => path === part || path.startsWith(`${part}.`));
  }

  fail(path: string, message: string): void {
    this.#errors = new Map(this.#errors).set(path, message);
  }

  choose(path: string, isMine: boolean): void {
    const mine = new Set(this.mine);
    if (isMine) mine.add(path);
    else mine.delete(path);
    this.mine = mine;
  }

  /** Sends once at a time; true when it went through. `settled`: what was chosen after the save before met another one. */
  async submit(event: SubmitEvent | null, send: (settled: Settled | undefined) => Promise<unknown>): Promise<boolean> {
    event?.preventDefault();
    if (this.isBusy) return false;
    this.isBusy = true;
    this.message = null;
    this.isSignedOut = false;
    this.#errors = new Map();
    try {
      await send(this.conflict ? { ...this.conflict, mine: this.mine } : undefined);
      this.conflict = null;
      this.#forget();
      return true;
    } catch (error) {
      this.#tell(error);
      await focusFirstWrong(event?.target);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  #tell(error: unknown): void {
    const conflict = error instanceof ApiError ? error.conflict : null;
    if (conflict && conflict.changes.length > 0) {
      this.conflict = conflict;
      this.mine = new Set(conflict.changes.map(({ path }) => path));
      return;
    }
    this.isSignedOut = error instanceof ApiError && error.status === 401 && error.code === "auth.required";
    const { byField, message } = toldErrors(error, { fields: this.#fields, codes: this.#codes });
    this.#errors = byField;
    this.message = message;
  }
}

/** Whoever is refused goes on where the mistake is, by keys as well. */
async function focusFirstWrong(form: EventTarget | null | undefined): Promise<void> {
  if (!(form instanceof HTMLFormElement)) return;
  await tick();
  form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
}
