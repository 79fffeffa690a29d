import { expect, test } from "vitest";
import { usualCaddy } from "../lab/generation.ts";
import { loadUnderLoad } from "./loads.ts";

test("the proxy is given other settings twice, and no request of clients that keep connections fails", async () => {
  const { requests, ...report } = await loadUnderLoad({ caddy: usualCaddy, loads: 2, print: () => undefined });
  process.stdout.write(`${requests} requests in ${report.loads} loads\n`);
  expect(report).toMatchObject({ loads: 2, failed: 0, reasons: [] });
});
