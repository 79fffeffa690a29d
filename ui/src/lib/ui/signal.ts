/** The four signals and rest. Each has its own shape and word, so colour is never the only carrier. */
export type Signal = "ok" | "busy" | "warn" | "bad" | "idle";
