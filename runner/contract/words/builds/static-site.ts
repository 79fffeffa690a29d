import type { BuildWords } from "./build-words.ts";
import { contextWords } from "./context-words.ts";

export const staticSite = {
  title: "Static site",
  from: "git",
  hint: "Files served by Caddy, after a build command if there is one.",
  fields: {
    context: contextWords,
    directory: {
      title: "Published directory",
      help: "Where the files are, after the command.",
      input: "text",
      isNeeded: true,
      usual: ".",
      example: "dist",
    },
    builderImage: {
      title: "Builder image",
      help: "The command runs in it.",
      input: "text",
      usual: null,
      example: "node:24",
    },
    command: { title: "Build command", input: "script", usual: null, example: "npm ci && npm run build" },
    spaFallback: {
      title: "Single-page application",
      help: "Unknown paths answer with index.html.",
      input: "tick",
      usual: false,
      example: true,
    },
  },
} as const satisfies BuildWords;
