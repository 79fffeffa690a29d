import { expect, test } from "vitest";
import { destinationOptions } from "./destination-options.ts";

const destination = (id: string, serverId: string, name = "default", createdAt = 0) => ({
  id,
  serverId,
  serverName: serverId,
  name,
  network: "n",
  applicationCount: 0,
  revision: 1,
  createdAt,
  updatedAt: 0,
});

test("servers that are ready are offered first and the others say so", () => {
  const options = destinationOptions(
    [destination("dst_1", "new"), destination("dst_2", "web"), destination("dst_3", "old", "blue")],
    [
      { id: "new", state: "untrusted", suffix: null },
      { id: "web", state: "ready", suffix: "203-0-113-7.sslip.io" },
      { id: "old", state: "warning", suffix: null },
    ],
  );
  expect(options).toEqual([
    { value: "dst_2", label: "web", suffix: "203-0-113-7.sslip.io" },
    { value: "dst_3", label: "old / blue", suffix: null },
    { value: "dst_1", label: "new (not ready)", suffix: null },
  ]);
});

test("a destination that was added later does not become the first choice", () => {
  const options = destinationOptions(
    [destination("dst_2", "web", "isolated", 2), destination("dst_1", "web", "default", 1)],
    [{ id: "web", state: "ready", suffix: null }],
  );
  expect(options.map(({ label }) => label)).toEqual(["web", "web / isolated"]);
});
