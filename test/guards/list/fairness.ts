import type { Guard } from "../guard.ts";

const flood = "api/src/webhooks/flood-of-one.test.ts";
const sizes = "api/src/variables/pace-variables.test.ts";

/** That what one team does at its worst is done in pieces, at its own pace, and at its own cost. */
export const guards: Guard[] = [
  {
    rule: "a value of a mebibyte is sealed and opened without being taken byte by byte",
    file: "api/src/adapters/base64.ts",
    guard: 'Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");',
    without: 'btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));',
    noticedBy: "api/src/adapters/secret-box.test.ts",
    named: "byte by byte",
  },
  {
    rule: "a team in a burst makes no other team wait for its pause",
    file: "api/src/webhooks/kick-inbox.ts",
    guard: "const kick = ofDatabase.get(teamId) ?? {",
    without: "const kick = ofDatabase.values().next().value ?? {",
    noticedBy: flood,
    named: "wait for the pause",
  },
  {
    rule: "between the deliveries of one source everything else has its turn",
    file: "api/src/webhooks/process-inbox.ts",
    guard: "if (at > 0 && at % aPiece === 0) await letOthersGo();",
    without: "",
    noticedBy: flood,
    named: "has its turn",
  },
  {
    rule: "pushes to a silent forge join the deployment that waits",
    file: "api/src/webhooks/decide-push.ts",
    guard: "if (waiting) {",
    without: "if (waiting && waiting.number < 0) {",
    noticedBy: flood,
    named: "become one deployment",
  },
  {
    rule: "a deployment of other settings is not joined",
    file: "api/src/webhooks/waiting-head.store.ts",
    guard:
      "sql`${deployment.configVersion} = (SELECT a.config_version FROM application a WHERE a.id = ${applicationId})`,",
    without: "",
    noticedBy: flood,
    named: "when the settings are not",
  },
  {
    rule: "webhook calls are counted over all sources of a team",
    file: "api/src/webhooks/receive-delivery.ts",
    guard: 'await deps.paces.take(deps, "teamDeliveries", source.teamId);',
    without: "",
    noticedBy: flood,
    named: "over all of its sources",
  },
  {
    rule: "a team saves so many MiB of variables a minute and no more",
    file: "api/src/variables/replace-variables.ts",
    guard: "await spendVariables(deps, teamId, { sizeBytes });",
    without: "",
    noticedBy: sizes,
    named: "saves so many MiB",
  },
  {
    rule: "a team deploys so many MiB of variables a minute and no more",
    file: "api/src/deployments/enqueue-deployment.ts",
    guard: "await spendAllVariables(deps, order.teamId, order);",
    without: "",
    noticedBy: sizes,
    named: "by what it freezes",
  },
  {
    rule: "a push waits for its team's pace and is not lost to it",
    file: "api/src/webhooks/decide-push.ts",
    guard: 'if (!(error instanceof AppError) || error.kind !== "limit") throw error;',
    without: "throw error;",
    noticedBy: sizes,
    named: "a push is not refused",
  },
  {
    rule: "a deployment that never served keeps no copy of the variables",
    file: "api/src/deployments/deployment-end.store.ts",
    guard: '(status === "succeeded" ? {} : { variables: "" });',
    without: "({});",
    noticedBy: "api/src/deployments/ended-variables.test.ts",
    named: "that failed",
  },
  {
    rule: "a deployment that was cancelled in the queue keeps no copy of the variables",
    file: "api/src/deployments/deployments.store.ts",
    guard: '...(move.to === "cancelled" ? { variables: "" } : {})',
    without: "",
    noticedBy: "api/src/deployments/ended-variables.test.ts",
    named: "before it began",
  },
];
