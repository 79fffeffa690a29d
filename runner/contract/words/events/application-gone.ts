import type { AlertWords } from "./alert-words.ts";

export const applicationGone: AlertWords = { label: "Application gone from its server", isBad: false, isUsual: true };
