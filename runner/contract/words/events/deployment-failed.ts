import type { AlertWords } from "./alert-words.ts";

export const deploymentFailed: AlertWords = { label: "Deployment failed", isBad: true, isUsual: true };
