import { aPublicKey } from "../../api/src/testing/resources.ts";
import type { Order } from "./order.ts";

export const runners: Order[] = [
  {
    route: "POST /api/v1/runner/enrol",
    by: "anyone",
    body: () => ({ token: "none", name: "harbour-2", sshPublicKey: aPublicKey, version: "1", platform: "linux" }),
    compared: ["token", "name", "sshPublicKey", "version", "platform"],
  },
  {
    route: "POST /api/v1/runner/claim",
    by: "runner",
    body: (_, n) => ({ key: `${"k".repeat(16)}${n}`, waitMs: 0, version: "1", holding: [`job_${"0".repeat(26)}`] }),
    compared: ["holding.0", "key", "version"],
  },
];
