import { createFakeHost } from "../../../../runner/src/hosts/fake-host.ts";
import { askOverStream } from "../../../../runner/src/http-over-stream.ts";
import { createCaddyAdmin } from "../../../../runner/src/proxies/caddy/admin.ts";
import { answerOf, streamThatSays } from "../hostile-stream.ts";
import { mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const revision = { match: [{ host: ["revision-7.fairlead.invalid"] }] };

/** The proxy's admin socket and its door: whoever owns the server may have put anything there. */
export const caddy: Target = {
  name: "caddy",
  title: "answers of the proxy to its admin socket and to the question through its door",
  cases: 300,
  async tryOne(random) {
    const body = JSON.stringify(random.chance(0.5) ? revision : mutateJson(random, revision)) ?? "";
    const status = random.pick([200, 200, 100, 101, 204, 304, 404, 412, 500]) ?? 200;
    const said = answerOf({ status, headers: { Etag: '"/config/ abc"', "Content-Type": "application/json" }, body });
    const bytes = random.chance(0.7) ? mutateBytes(random, said) : said;
    const host = await createFakeHost({ listeners: () => streamThatSays(random, bytes) });
    const admin = createCaddyAdmin(host);
    const asks: [string, () => Promise<unknown>][] = [
      ["revision", () => admin.readRevision()],
      ["config", () => admin.readConfig()],
      ["load", () => admin.load({ admin: { listen: "unix//x", origins: [] } }, { revision: 1, etag: "x" })],
      [
        "door",
        () =>
          askOverStream(host, {
            address: { host: "127.0.0.1", port: 80 },
            method: "GET",
            path: "/",
            headers: { Host: "shop.example.com" },
            timeoutMs: 3_000,
            maxBytes: 65_536,
          }),
      ],
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
