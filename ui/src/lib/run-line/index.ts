export { default as RunLineDialog } from "./RunLineDialog.svelte";
