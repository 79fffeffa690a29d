import type { AlertWords } from "./alert-words.ts";

export const imageChanged: AlertWords = { label: "Image of a followed tag changed", isBad: false, isUsual: true };
