import { expect, test } from "vitest";
import { usualCaddy } from "../lab/generation.ts";
import { changeDomainsUnderLoad } from "./domain-changes.ts";

test("eight changes of one application's domains end no request, stream or websocket of another", async () => {
  const report = await changeDomainsUnderLoad({ caddy: usualCaddy, swaps: 1, changes: 8, print: () => undefined });
  process.stdout.write(`${report.requests} requests in ${report.changes} changes of domains\n`);
  expect(report).toMatchObject({
    failed: 0,
    "broken streams": 0,
    "websockets closed by changes": 0,
    reasons: [],
  });
});
