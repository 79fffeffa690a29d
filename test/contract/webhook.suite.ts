import { beforeAll, describe, expect, test } from "vitest";
import { githubHeaders, githubPush } from "../../api/src/testing/deliveries.ts";
import type { ClaimedHome } from "./home.ts";

/** Bytes as a network brings them: in parts that end anywhere, within a character too. */
const inParts = (bytes: Uint8Array) =>
  new ReadableStream({
    start: (parts) => {
      for (let at = 0; at < bytes.length; at += 7) parts.enqueue(bytes.subarray(at, at + 7));
      parts.close();
    },
  });

/** GitHub's signature over raw bytes, whichever home checks it. */
export function webhookContract(home: () => ClaimedHome) {
  describe("a push of GitHub", () => {
    const body = githubPush({ message: "Größer, schöner, 速い 🚀" });
    let source: { webhookUrl: string; webhookSecret: string };
    beforeAll(async () => {
      source = await home().api.post("/sources", { name: "GitHub", forge: "github" });
    });
    const send = async (bytes: Uint8Array, headers: Record<string, string>) => {
      const sent = { method: "POST", headers, body: inParts(bytes), duplex: "half" as const };
      return (await fetch(source.webhookUrl, sent)).status;
    };

    test("is taken when it is signed over exactly the bytes that arrive", async () => {
      const headers = await githubHeaders(body, { secret: source.webhookSecret });
      expect(await send(Buffer.from(body), headers)).toBe(202);
    });

    test("is refused when one byte of it is another", async () => {
      const headers = await githubHeaders(body, { secret: source.webhookSecret });
      expect(await send(Buffer.from(body.replace("🚀", "🚁")), headers)).toBe(401);
    });

    test("is refused when another secret signed it", async () => {
      const headers = await githubHeaders(body, { secret: "another secret" });
      expect(await send(Buffer.from(body), headers)).toBe(401);
    });

    test("is taken when it is larger than is held, and refused when its last byte is another", async () => {
      const large = `{"noise":"${"x".repeat(6 * 1024 * 1024)}",${body.slice(1)}`;
      const headers = await githubHeaders(large, { secret: source.webhookSecret });
      const sendWhole = async (text: string) =>
        (await fetch(source.webhookUrl, { method: "POST", headers, body: text })).status;
      expect([await sendWhole(large), await sendWhole(`${large.slice(0, -1)} `)]).toEqual([202, 401]);
    });

    test("is refused when its bytes are no text, whatever text they are taken for", async () => {
      const headers = await githubHeaders(body.replace("🚀", "\u{fffd}"), { secret: source.webhookSecret });
      const [before = "", after = ""] = body.split("🚀");
      expect(await send(Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]), headers)).toBe(401);
    });
  });
}
