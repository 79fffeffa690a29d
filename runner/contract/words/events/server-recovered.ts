import type { AlertWords } from "./alert-words.ts";

export const serverRecovered: AlertWords = { label: "Server recovered", isBad: false, isUsual: true };
