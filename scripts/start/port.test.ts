import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { portProblem, readPort } from "./port.ts";

test("a port is told to be taken exactly while another program listens on it", async () => {
  const other = createServer().listen(0);
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  expect(await portProblem(port)).toContain(`Port ${port} is taken`);
  other.close();
  await once(other, "close");
  expect(await portProblem(port)).toBeUndefined();
});

test.each([
  [undefined, 3000],
  ["", 3000],
  ["8080", 8080],
  ["65535", 65_535],
])("PORT=%j is port %d", (text, port) => expect(readPort(text, 3000)).toBe(port));

test.each(["abc", "0", "65536", "-1", "3000.5", "1e3", "0x10", " 80", "3000 ", "NaN"])(
  "PORT=%j is refused by a sentence that names it and what would be right",
  (text) => {
    expect(() => readPort(text, 3000)).toThrow(/^PORT is ".*"; it must be a number from 1 to 65535: PORT=3001/);
  },
);
