import { mount } from "svelte";

type Options = { description?: string };
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
  (title: string, options: Options = {}): void => {
    void openHost().then(({ toast }) => toast[tone](title, options));
  };

/** A message that goes away by itself. What must be read stands on the page instead. */
export const toast = { success: show("success"), error: show("error"), info: show("info") };
