import type { AlertWords } from "./alert-words.ts";

export const serverUnreachable: AlertWords = { label: "Server unreachable", isBad: true, isUsual: true };
