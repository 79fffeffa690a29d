import { expect, test } from "vitest";
import { destinationOptions } from "./destination-options.ts";

const destination = (id: string, serverId: string, name = "default") => ({
  id,
  serverId,
  serverName: serverId,
  name,
  network: "n",
  applicationCount: 0,
  createdAt: 0,
  updatedAt: 0,
});

test("servers that are ready are offered first and the others say so", () => {
  const options = destinationOptions(
    [destination("dst_1", "new"), destination("dst_2", "web"), destination("dst_3", "old", "blue")],
    [
      { id: "new", state: "untrusted" },
      { id: "web", state: "ready" },
      { id: "old", state: "warning" },
    ],
  );
  expect(options).toEqual([
    { value: "dst_2", label: "web" },
    { value: "dst_3", label: "old / blue" },
    { value: "dst_1", label: "new (not ready)" },
  ]);
});
