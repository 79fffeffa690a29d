import type { BuildWords } from "./build-words.ts";
import { contextWords } from "./context-words.ts";

export const dockerfile = {
  title: "Dockerfile",
  from: "git",
  hint: "The repository says how its image is made.",
  fields: {
    context: contextWords,
    dockerfile: {
      title: "Dockerfile",
      help: "Relative to the folder.",
      input: "text",
      isNeeded: true,
      placeholder: "",
      usual: "Dockerfile",
      example: "docker/Dockerfile",
    },
    target: { title: "Target stage", input: "text", placeholder: "", usual: null, example: "run" },
  },
} as const satisfies BuildWords;
