import { createFakeHost } from "../../../../runner/src/hosts/fake-host.ts";
import { createCaddyAdmin } from "../../../../runner/src/proxies/caddy/admin.ts";
import { askDoor, knock } from "../../../../runner/src/proxies/caddy/door.ts";
import { answerOf, streamThatSays } from "../hostile-stream.ts";
import { mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const door = { "@id": "fairlead-document", handle: [{ headers: { "X-Fairlead-Document": ["0123456789abcdef"] } }] };

/** The proxy's admin socket and its door: whoever owns the server may have put anything there. */
export const caddy: Target = {
  name: "caddy",
  title: "answers of the proxy to its admin socket and to the question through its door",
  reads: ["runner/src/proxies/caddy/admin.ts", "runner/src/proxies/caddy/door.ts", "runner/src/http-over-stream.ts"],
  cases: 300,
  async tryOne(random) {
    const body = JSON.stringify(random.chance(0.5) ? door : mutateJson(random, door)) ?? "";
    const status = random.pick([200, 200, 100, 101, 204, 304, 404, 412, 500]) ?? 200;
    const said = answerOf({ status, headers: { Etag: '"/config/ abc"', "Content-Type": "application/json" }, body });
    const bytes = random.chance(0.7) ? mutateBytes(random, said) : said;
    const host = await createFakeHost({ listeners: () => streamThatSays(random, bytes) });
    const admin = createCaddyAdmin(host);
    const asks: [string, () => Promise<unknown>][] = [
      ["document", () => admin.readDocument()],
      ["load", () => admin.load({ admin: { listen: "unix//x", origins: [] } }, { hash: "0", etag: "x" })],
      ["door", () => askDoor(host, "a-secret-that-only-the-proxy-knows")],
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
