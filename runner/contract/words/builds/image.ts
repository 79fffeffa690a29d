import type { BuildWords } from "./build-words.ts";

export const image = { title: "Ready image", from: "image", fields: {} } as const satisfies BuildWords;
