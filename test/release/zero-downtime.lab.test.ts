import { afterAll, beforeAll, expect, test } from "vitest";
import { readFixture } from "../support/fixtures.ts";
import { openWebsocket, startEvents, startLoad } from "./load.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";

const swaps = 12;

let world: ReleaseWorld;
let application: TestApplication;
let files: Record<string, string | Buffer>;

const deploy = async (version: string) => {
  const payload = await application.deployPayload({ ...files, "version.txt": `${version}\n` });
  const { result, error, log } = await world.run(payload);
  if (!result) throw new Error(log, { cause: error });
  return result;
};

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
  files = await readFixture("healthy");
  await deploy("first");
});
afterAll(() => world?.stop());

test("a dozen swaps under load fail no request, break no stream and end no websocket early", async () => {
  const target = { host: application.host, ip: world.lab.server(0).host };
  const load = startLoad(target);
  const events = startEvents(target);
  for (let swap = 1; swap <= swaps; swap++) {
    const socket = await openWebsocket(target);
    await deploy(`swap-${swap}`);
    // It was opened before the flip, so it ends when the old version is retired: in order.
    expect(await socket.closed).toBe(1001);
  }
  const { requests, failed, versions } = await load.stop();
  const { broken, streams, events: received } = events.stop();
  process.stdout.write(`${requests} requests, ${received} events over ${streams} streams in ${swaps} swaps\n`);
  expect(failed).toEqual([]);
  expect(broken).toEqual([]);
  expect(versions).toEqual(["first", ...Array.from({ length: swaps }, (_, index) => `swap-${index + 1}`)]);
});
