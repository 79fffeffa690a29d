import type { SettingWords } from "./setting-words.ts";

export const startWords = {
  port: {
    group: "start",
    title: "Port",
    help: "Where your process listens, on all addresses. It also gets it as PORT.",
    input: "own",
    usual: 3_000,
    example: 8_080,
  },
  command: {
    group: "start",
    title: "Start command, as a line",
    help: "A shell of the image runs it, in place of its ENTRYPOINT and CMD. Never beside a list.",
    input: "own",
    usual: null,
    example: "node worker.mjs",
  },
  arguments: {
    group: "start",
    title: "Start command, as a list",
    help: "Given to the image's ENTRYPOINT in place of its CMD, without a shell. Without an ENTRYPOINT the first is the program.",
    input: "own",
    usual: null,
    example: ["worker", "--fast"],
  },
  init: {
    group: "start",
    title: "Start it under an init",
    help: "It buries processes that lost their parent. Switch it off for an image whose own init must be the first process.",
    input: "own",
    usual: true,
    example: false,
  },
  user: {
    group: "start",
    title: "User",
    help: "Name or number, perhaps with a group: 1000:1000. Empty means the user that the image names.",
    input: "text",
    usual: null,
    example: "1000:1000",
  },
  workingDirectory: {
    group: "start",
    title: "Working directory",
    help: "Where the process begins. Empty means where the image says.",
    input: "text",
    usual: null,
    example: "/app",
  },
} as const satisfies Record<string, SettingWords>;

export const releaseWords = {
  releaseCommand: {
    group: "release",
    title: "Release command",
    help: "A shell of the new image runs it before that version starts, e.g. to migrate a database. When it fails, the deployment ends and the old version serves on.",
    input: "text",
    usual: null,
    example: "bin/rails db:migrate",
  },
  releaseTimeoutSeconds: {
    group: "release",
    title: "Time for the release command",
    help: "After that it is ended, and the deployment has failed.",
    input: "whole",
    unit: "seconds",
    usual: 600,
    example: 1_800,
  },
  postDeployCommand: {
    group: "release",
    title: "Command after the deployment",
    help: "A shell of the new image runs it once that version has the traffic, on one server, e.g. to empty a cache. When it fails, the deployment tells it as a warning, and the new version serves on.",
    input: "text",
    usual: null,
    example: "bin/purge-cache",
  },
  postDeployTimeoutSeconds: {
    group: "release",
    title: "Time for the command after the deployment",
    help: "After that it is ended, and the deployment tells so as a warning.",
    input: "whole",
    unit: "seconds",
    usual: 600,
    example: 1_800,
  },
} as const satisfies Record<string, SettingWords>;

export const stopWords = {
  stopGraceSeconds: {
    group: "stop",
    title: "Time to end",
    help: "How long the process may take after it was asked to end. Then it is killed.",
    input: "whole",
    unit: "seconds",
    usual: 10,
    example: 30,
  },
  stopSignal: {
    group: "stop",
    title: "Signal to end",
    help: "What the process is asked to end with. Empty means what the image says, which is SIGTERM mostly.",
    input: "text",
    usual: null,
    example: "SIGQUIT",
  },
} as const satisfies Record<string, SettingWords>;
