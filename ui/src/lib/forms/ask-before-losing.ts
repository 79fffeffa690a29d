import { type beforeNavigate, goto } from "$app/navigation";
import { actionRunner } from "../ui/actions/action-runner.svelte.ts";
import { losesTyped } from "./unsaved.ts";

type BeforeNavigate = Parameters<Parameters<typeof beforeNavigate>[0]>[0];

/** The person said that what was typed may go. */
let isAgreed = false;

/** Before a page is left on which something was typed and not saved. Closing the window is asked about by the browser itself. */
export function askBeforeLosing(navigation: BeforeNavigate): void {
  const to = navigation.willUnload ? undefined : navigation.to?.url.pathname;
  if (isAgreed || !losesTyped({ from: navigation.from?.url.pathname, to })) return;
  navigation.cancel();
  if (navigation.willUnload) return;
  actionRunner.start({
    id: "leave-page",
    label: "Leave without saving",
    tone: "danger",
    confirm: {
      title: "Leave without saving?",
      decline: "Stay here",
      consequences: ["What you typed on this page is lost"],
    },
    run: () => leave(navigation),
  });
}

async function leave(navigation: BeforeNavigate): Promise<void> {
  isAgreed = true;
  try {
    if (navigation.type === "popstate") await goBack(navigation.delta);
    else if (navigation.to) await goto(navigation.to.url);
  } finally {
    isAgreed = false;
  }
}

/** The way back is taken by the browser, which tells only afterwards that it began. */
function goBack(delta: number): Promise<void> {
  return new Promise((done) => {
    addEventListener("popstate", () => setTimeout(done), { once: true });
    history.go(delta);
  });
}
