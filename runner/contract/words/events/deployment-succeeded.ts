import type { AlertWords } from "./alert-words.ts";

export const deploymentSucceeded: AlertWords = { label: "Deployment succeeded", isBad: false, isUsual: false };
