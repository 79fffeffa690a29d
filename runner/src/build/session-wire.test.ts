import { once } from "node:events";
import { Duplex, duplexPair } from "node:stream";
import { expect, test } from "vitest";
import { SessionWire } from "./session-wire.ts";

test("carries bytes both ways, what was said last too", async () => {
  const [ours, theirs] = duplexPair();
  const wire = new SessionWire(ours);
  theirs.end("said last");
  const [heard] = await once(wire, "data");
  expect(String(heard)).toBe("said last");
  await once(wire, "close");
});

test("is over when the other side ends its half: nothing is shut down half way", async () => {
  const [ours, theirs] = duplexPair();
  const wire = new SessionWire(ours);
  const ended: string[] = [];
  wire.on("end", () => ended.push("end"));
  wire.resume();
  theirs.end();
  await once(wire, "close");
  expect([ended, ours.destroyed]).toEqual([[], true]);
});

test("takes no more from the stream than is read from it", async () => {
  const given = Buffer.alloc(65_536);
  let asked = 0;
  const ours = new Duplex({
    read() {
      asked += 1;
      this.push(given);
    },
    write: (_chunk, _encoding, done) => done(),
  });
  const wire = new SessionWire(ours);
  await new Promise((go) => setImmediate(go));
  const before = asked;
  await new Promise((go) => setImmediate(go));
  expect(asked).toBe(before);
  expect(wire.readableLength).toBeLessThanOrEqual(3 * given.length);
  wire.destroy();
});

test("ends with the stream that breaks", async () => {
  const ours = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const wire = new SessionWire(ours);
  ours.destroy(new Error("the server went away"));
  await once(wire, "close");
  expect(wire.errored).toBeNull();
});
