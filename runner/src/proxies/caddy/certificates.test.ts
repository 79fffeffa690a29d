import { type Duplex, duplexPair } from "node:stream";
import { expect, test } from "vitest";
import { createFakeHost } from "../../engine/fake-host.ts";
import { aSecureStream } from "../../testing/a-certificate.ts";
import { askForCertificates } from "./certificates.ts";

const clock = { sleep: async () => undefined, now: () => Date.UTC(2030, 0, 1) };
const name = "shop.example.com";

/** A proxy whose other side of every connection to port 443 is this, and whose log holds these lines. */
async function aProxy(door: () => Duplex | undefined, log: readonly unknown[] = []) {
  const text = Buffer.from(log.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(text.length, 4);
  return createFakeHost({
    docker: (_request, response) => void response.writeHead(200).end(Buffer.concat([frame, text])),
    listeners: (address) => ("port" in address && address.port === 443 ? door() : undefined),
  });
}

async function ask(door: () => Duplex | undefined, given: { names?: string[]; log?: unknown[] } = {}) {
  const host = await aProxy(door, given.log);
  const seen = await askForCertificates(host, { names: given.names ?? [name], clock, withinMs: 50 });
  await host.close();
  return seen;
}

/** Says this to whoever begins, and hangs up. */
const saying = (said: Buffer) => () => {
  const [ours, theirs] = duplexPair();
  theirs.once("data", () => theirs.end(said));
  return ours;
};
const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 80]);
const silent = () => duplexPair()[0];

test("the certificate that is served is told, with who gave it and until when", async () => {
  const host = await aProxy(aSecureStream);
  expect(await askForCertificates(host, { names: [name], clock })).toEqual([
    {
      host: name,
      state: "served",
      issuer: "Harbour Authority, H1",
      notAfter: Date.UTC(2126, 10, 5, 15, 6, 46),
      reason: null,
    },
  ]);
  await host.close();
});

test("one for other names is told as none, and a wildcard covers one label", async () => {
  const host = await aProxy(aSecureStream);
  const names = ["blog.example.com", "a.wild.example.com", "a.b.wild.example.com"];
  const seen = await askForCertificates(host, { names, clock });
  expect(Object.fromEntries(seen.map((each) => [each.host, each.state]))).toEqual({
    "blog.example.com": "failed",
    "a.wild.example.com": "served",
    "a.b.wild.example.com": "failed",
  });
  await host.close();
});

test("where the proxy says no, the authority's words are told from its log", async () => {
  const log = [{ level: "error", logger: "tls.obtain", identifier: name, error: "no A records found" }];
  expect(await ask(saying(alert), { log })).toMatchObject([{ state: "failed", reason: "no A records found" }]);
  expect(await ask(saying(alert))).toMatchObject([{ state: "failed", reason: null }]);
});

test("what does not answer in time is pending, and hosts whose turn does not come are not told", async () => {
  const names = Array.from({ length: 20 }, (_, at) => `host-${at}.example.com`);
  const seen = await ask(silent, { names });
  expect(seen.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => "pending"));
});

test.each<[string, () => Duplex | undefined]>([
  ["nobody listens", () => undefined],
  ["something else than TLS answers", saying(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"))],
  ["whoever listens hangs up", saying(Buffer.alloc(0))],
])("where %s, there is no certificate", async (_, door) => {
  expect(await ask(door)).toMatchObject([{ state: "failed", reason: expect.stringMatching(/port 443/) }]);
});
