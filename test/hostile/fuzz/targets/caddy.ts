import { Duplex, Transform } from "node:stream";
import type { Random } from "../../../../api/src/testing/random.ts";
import { createFakeHost } from "../../../../runner/src/engine/fake-host.ts";
import { createCaddyAdmin } from "../../../../runner/src/proxies/caddy/admin.ts";
import { askForCertificates } from "../../../../runner/src/proxies/caddy/certificates.ts";
import { askDoor, knock } from "../../../../runner/src/proxies/caddy/door.ts";
import { aSecureStream } from "../../../../runner/src/testing/a-certificate.ts";
import { answerOf, streamThatSays } from "../hostile-stream.ts";
import { mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const door = { "@id": "fairlead-document", handle: [{ headers: { "X-Fairlead-Document": ["0123456789abcdef"] } }] };

const names = ["shop.example.com", "blog.example.com"];
const clock = { sleep: async () => undefined, now: () => Date.UTC(2030, 0, 1) };

const refusal = { level: "error", logger: "tls.obtain", identifier: "shop.example.com", error: "no A records found" };

/** Lines of the proxy's log, in the frames that Docker hands them out in. */
function aLog(random: Random): Buffer {
  const lines = Array.from({ length: 4 }, () => {
    const line = JSON.stringify(random.chance(0.5) ? refusal : mutateJson(random, refusal)) ?? "";
    const text = Buffer.from(`${line}\n`);
    const frame = Buffer.alloc(8);
    frame[0] = 2;
    frame.writeUInt32BE(text.length, 4);
    return Buffer.concat([frame, text]);
  });
  const all = Buffer.concat(lines);
  return random.chance(0.3) ? mutateBytes(random, all) : all;
}

/** A true beginning of TLS that goes wrong somewhere, or says no. */
function aGarbledHandshake(random: Random): Duplex {
  if (random.chance(0.3)) return streamThatSays(random, Buffer.from([0x15, 3, 3, 0, 2, 2, random.below(256)]));
  const secure = aSecureStream();
  const share = random.pick([0, 0.2, 1]) ?? 0;
  const said = new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      done(null, random.chance(share) ? mutateBytes(random, chunk) : chunk),
  });
  secure.on("error", () => undefined);
  return Duplex.from({ readable: secure.pipe(said), writable: secure }).on("error", () => undefined);
}

/** The proxy's admin socket and its door: whoever owns the server may have put anything there. */
export const caddy: Target = {
  name: "caddy",
  title:
    "answers of the proxy to its admin socket, to the question through its door and to whoever asks for a certificate, and its log",
  reads: [
    "runner/src/proxies/caddy/admin.ts",
    "runner/src/proxies/caddy/door.ts",
    "runner/src/http-over-stream.ts",
    "runner/src/plan/certificate-words.ts",
  ],
  cases: 360,
  async tryOne(random) {
    const body = JSON.stringify(random.chance(0.5) ? door : mutateJson(random, door)) ?? "";
    const status = random.pick([200, 200, 100, 101, 204, 304, 404, 412, 500]) ?? 200;
    const said = answerOf({ status, headers: { Etag: '"/config/ abc"', "Content-Type": "application/json" }, body });
    const bytes = random.chance(0.7) ? mutateBytes(random, said) : said;
    const host = await createFakeHost({
      docker: (_request, response) => void response.writeHead(200).end(aLog(random)),
      listeners: (address) =>
        "port" in address && address.port === 443 && random.chance(0.7)
          ? aGarbledHandshake(random)
          : streamThatSays(random, bytes),
    });
    const admin = createCaddyAdmin(host);
    const asks: [string, () => Promise<unknown>][] = [
      ["document", () => admin.readDocument()],
      ["load", () => admin.load({ admin: { listen: "unix//x", origins: [] } }, { hash: "0", etag: "x" })],
      ["door", () => askDoor(host, "a-secret-that-only-the-proxy-knows")],
      ["certificates", () => askForCertificates(host, { names, clock, withinMs: 60 })],
      ["visit", () => knock(host, { path: "/", headers: { Host: "shop.example.com" } })],
    ];
    const [name, ask] = random.pick(asks) ?? ["none", async () => undefined];
    try {
      await ask();
      return name;
    } finally {
      await host.close();
    }
  },
};
