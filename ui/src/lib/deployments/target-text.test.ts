import { expect, test } from "vitest";
import { targetText } from "./target-text.ts";

const target = { status: "succeeded", cause: null, waitingReason: null, isServing: true, servingNumber: 5 } as const;
const cause = { class: "crashed", step: "ready", sentence: "It died.", evidence: [], nextAction: "" } as const;
const died = { ...cause, evidence: [] };

test.each([
  ["serves it", target, "Serves this release."],
  [
    "failed and serves an older one",
    { ...target, status: "failed", cause: died, isServing: false, servingNumber: 4 },
    "Serves #4. It died.",
  ],
  [
    "never had one",
    { ...target, status: "failed", cause: died, isServing: false, servingNumber: null },
    "Nothing serves there. It died.",
  ],
  ["served it once and serves a newer one", { ...target, isServing: false, servingNumber: 6 }, "Serves #6."],
  [
    "waits for a reason",
    { ...target, status: "queued", isServing: false, waitingReason: "Runner harbour-1 was revoked." },
    "Runner harbour-1 was revoked.",
  ],
  ["waits", { ...target, status: "queued", isServing: false }, "Waits for its runner."],
] as const)("a server that %s says so", (_rule, given, text) => {
  expect(targetText(given)).toBe(text);
});
