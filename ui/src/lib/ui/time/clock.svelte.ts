import { createSubscriber } from "svelte/reactivity";

// One timer for every shown distance; it runs only while something on the page reads it.
const ticking = createSubscriber((update) => {
  const timer = setInterval(update, 1_000);
  return () => clearInterval(timer);
});

/** The present moment in epoch ms; whoever reads it in a component is drawn anew each second. */
export function now(): number {
  ticking();
  return Date.now();
}
