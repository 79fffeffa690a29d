import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { isPortTaken } from "./port.ts";

test("a port counts as taken exactly while another program listens on it", async () => {
  const other = createServer().listen(0);
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  expect(await isPortTaken(port)).toBe(true);
  other.close();
  await once(other, "close");
  expect(await isPortTaken(port)).toBe(false);
});
