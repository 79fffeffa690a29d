import type { SettingWords } from "./setting-words.ts";

/** How a new version is asked whether it is ready. */
export const healthKinds = ["http", "tcp", "command"] as const;
export type HealthKind = (typeof healthKinds)[number];
export const healthMethods = ["GET", "HEAD", "OPTIONS", "POST"] as const;

/** A field of a health check; `of`: the only kinds that read it. */
export type HealthWords = Omit<SettingWords, "group"> & { of?: readonly HealthKind[] };

const http = { of: ["http"] } as const;

export const healthWords = {
  kind: {
    title: "How it is asked",
    help: "By a request, by connecting to its port, or by a command that is run inside the container.",
    input: "choice",
    choices: [
      ["http", "By a request (HTTP)"],
      ["tcp", "By connecting (TCP)"],
      ["command", "By a command"],
    ],
    usual: "http",
    example: "tcp",
  },
  path: {
    ...http,
    title: "Path",
    help: "Asked with its own host name, from outside the image. Redirects are not followed.",
    input: "text",
    usual: "/",
    example: "/healthz",
  },
  method: {
    ...http,
    title: "Method",
    help: "POST is sent without a body.",
    input: "choice",
    choices: healthMethods.map((method) => [method, method] as const),
    usual: "GET",
    example: "HEAD",
  },
  port: {
    of: ["http", "tcp"],
    title: "Port",
    help: "Where to ask, when that is another port than the one that gets the traffic. Empty means that one.",
    input: "whole",
    usual: null,
    example: 9_090,
  },
  headers: {
    ...http,
    title: "Headers",
    help: "Sent along, one a line: X-Probe=1. Everybody who sees the settings sees them, so they are no place for a secret.",
    input: "pairs",
    usual: [],
    example: [{ name: "X-Probe", value: "1" }],
  },
  acceptFrom: {
    ...http,
    title: "Least status",
    help: "Answers from this status on are good.",
    input: "whole",
    usual: 200,
    example: 200,
  },
  acceptTo: {
    ...http,
    title: "Greatest status",
    help: "Answers up to this status are good.",
    input: "whole",
    usual: 399,
    example: 299,
  },
  bodyContains: {
    ...http,
    title: "Text in the answer",
    help: "Must stand in its first 64 KiB, exactly so. Empty means that the status is enough.",
    input: "text",
    usual: null,
    example: '"status":"ok"',
  },
  command: {
    of: ["command"],
    title: "Command",
    help: "A shell of the image runs it in the container, with its variables. It is ready when the command ends with 0.",
    input: "text",
    usual: null,
    example: "pg_isready -q",
  },
  intervalMs: {
    title: "Pause between two questions",
    help: "How long to wait before it is asked again.",
    input: "seconds",
    unit: "seconds",
    usual: 100,
    example: 1_000,
  },
  timeoutMs: {
    title: "Time for an answer",
    help: "What takes longer is no answer.",
    input: "seconds",
    unit: "seconds",
    usual: 2_000,
    example: 5_000,
  },
  successes: {
    title: "Good answers in a row",
    help: "So many are needed before it gets traffic.",
    input: "whole",
    usual: 2,
    example: 1,
  },
  deadlineMs: {
    title: "Give up after",
    help: "How long a new version may take until it is ready. Then the deployment has failed and the old version serves on.",
    input: "seconds",
    unit: "seconds",
    usual: 60_000,
    example: 300_000,
  },
} as const satisfies Record<string, HealthWords>;
export type HealthSetting = keyof typeof healthWords;
