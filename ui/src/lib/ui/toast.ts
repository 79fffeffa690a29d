import { mount } from "svelte";

type Options = {
  description?: string;
  /** A button in the message, and how long it stays. */
  action?: { label: string; run: () => void };
  durationMs?: number;
};
type Tone = "success" | "error" | "info";

let host: Promise<typeof import("svelte-sonner")> | null = null;

/** Loaded with the first message: most visits never show one. */
function openHost() {
  host ??= Promise.all([import("svelte-sonner"), import("./Toaster.svelte")]).then(([sonner, { default: Toaster }]) => {
    mount(Toaster, { target: document.body });
    return sonner;
  });
  return host;
}

const show =
  (tone: Tone) =>
  (title: string, { action, durationMs, ...options }: Options = {}): void => {
    void openHost().then(({ toast }) =>
      toast[tone](title, {
        ...options,
        ...(action ? { action: { label: action.label, onClick: action.run } } : {}),
        ...(durationMs ? { duration: durationMs } : {}),
      }),
    );
  };

/** A message that goes away by itself. What must be read stands on the page instead. */
export const toast = { success: show("success"), error: show("error"), info: show("info") };
