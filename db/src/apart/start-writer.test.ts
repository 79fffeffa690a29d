import { expect, test } from "vitest";
import { startWriter } from "./start-writer.ts";

const aProgram = (does: string) =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads"; ${does}`)}`);
const script = { kind: "script", sql: "" } as const;

test.each([
  ["ends", "process.exit(3)"],
  ["breaks", 'throw new Error("out of memory")'],
])("whoever waits for a thread that %s is told, and the next write starts another", async (_what, dies) => {
  const program = aProgram(`parentPort.on("message", () => { ${dies} });`);
  const writer = startWriter({ url: "file:nowhere.db", program });
  const all = await Promise.allSettled([writer.write(script), writer.write(script)]);
  for (const each of all) expect(String(each.status === "rejected" && each.reason)).toContain("the thread that writes");
  await expect(writer.write(script)).rejects.toThrow("the thread that writes to the database ended");
  await writer.close();
});
