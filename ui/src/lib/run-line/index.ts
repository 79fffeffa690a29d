export { overStored, withRunLine } from "./apply-run-line.ts";
export { default as RunLineDialog } from "./RunLineDialog.svelte";
