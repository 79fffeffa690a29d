/** What a form tells of itself to whoever would take its page away. */
export type Unsaved = { readonly isDirty: boolean; readonly isBusy: boolean };
type Way = { from: string | undefined; to: string | undefined };

const forms = new Set<Unsaved>();

/** Keeps account of a form as long as it is shown; answers how to end that. */
export function keepAccount(form: Unsaved): () => void {
  forms.add(form);
  return () => forms.delete(form);
}

/** A form that is being sent goes to where it leads by itself. */
const wouldLose = (form: Unsaved) => form.isDirty && !form.isBusy;

/** Whether somebody is in the middle of a form. */
export const hasUnsaved = (shown: Iterable<Unsaved> = forms): boolean => [...shown].some(({ isDirty }) => isDirty);

/** Whether leaving loses what somebody typed. An address of the same page shows the same forms. */
export function losesTyped({ from, to }: Way, shown: Iterable<Unsaved> = forms): boolean {
  if (to !== undefined && from === to) return false;
  return [...shown].some(wouldLose);
}
