import type { AlertWords } from "./alert-words.ts";
import { alertEvents } from "./kinds.ts";

export type AlertEvent = keyof typeof alertEvents;

const isEvent = (word: string): word is AlertEvent => Object.hasOwn(alertEvents, word);
export const alertEventNames: readonly AlertEvent[] = Object.keys(alertEvents).filter(isEvent);
export const wordsOfAlert = (event: AlertEvent): AlertWords => alertEvents[event];
