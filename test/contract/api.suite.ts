import { describe, expect, test } from "vitest";
import type { ClaimedHome } from "./home.ts";

/** What every caller of the API may rely on, in any home. */
export function apiContract(claimed: () => ClaimedHome) {
  describe("the API", () => {
    test("set-up happens once", async () => {
      const home = claimed();
      expect((await home.send("/api/v1/setup")).body.hasOwner).toBe(true);
      const json = { code: home.setupCode, email: "b@fairlead.test", password: "correct horse battery" };
      expect((await home.send("/api/v1/setup", { json })).body.code).toBe("setup.done");
    });

    test("a resource is made, listed, read, changed and deleted", async () => {
      const home = claimed();
      const { api } = home;
      const made = await api.post<{ id: string }>("/projects", { name: "Shop" });
      expect(await api.get("/projects")).toMatchObject({ items: [{ id: made.id, name: "Shop" }] });
      expect(await api.patch(`/projects/${made.id}`, { name: "Market" })).toMatchObject({ name: "Market" });
      expect(await api.get(`/projects/${made.id}`)).toMatchObject({ name: "Market" });
      await api.delete(`/projects/${made.id}`);
      expect((await home.send(`/api/v1/projects/${made.id}`, { token: home.token })).status).toBe(404);
    });

    test("pages of a list hold every row once, newest first", async () => {
      const home = claimed();
      const names = ["a", "b", "c", "d", "e"];
      for (const name of names) await home.api.post("/projects", { name });
      const seen: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const query = cursor === "" ? "" : `&cursor=${cursor}`;
        type Page = { items: { name: string }[]; nextCursor: string | null };
        const page: Page = await home.api.get<Page>(`/projects?limit=2${query}`);
        seen.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(names.toReversed());
    });

    test("a bad field is named by its path in a problem document", async () => {
      const home = claimed();
      const answer = await home.send("/api/v1/projects", { token: home.token, json: { name: "", owner: "me" } });
      expect(answer.status).toBe(400);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.body).toMatchObject({ code: "request.invalid", status: 400 });
      expect((answer.body.errors as { path: string }[]).map(({ path }) => path)).toContain("name");
    });

    test.each([
      ["not JSON", "{", "application/json", 400],
      ["of another type", "name=Shop", "application/x-www-form-urlencoded", 400],
      ["too large", JSON.stringify({ name: "x".repeat(70_000) }), "application/json", 413],
      ["a prototype key", '{"name":"Shop","__proto__":{"role":"owner"}}', "application/json", 400],
      ["nested without end", `${"[".repeat(20_000)}${"]".repeat(20_000)}`, "application/json", 400],
    ])("a body that is %s is refused", async (_name, body, type, status) => {
      const home = claimed();
      const headers = { Authorization: `Bearer ${home.token}`, "Content-Type": type };
      const answer = await fetch(`${home.url}/api/v1/projects`, { method: "POST", headers, body });
      expect(answer.status).toBe(status);
      expect(await answer.json()).toMatchObject({ status });
    });

    test.each([
      ["within the limit is read", ['{"name":', '"In pieces"}'], 201],
      ["beyond the limit is refused", Array.from({ length: 16 }, () => "x".repeat(16_384)), 413],
    ])("a body in pieces that is %s, and its connection serves on", async (_name, pieces, status) => {
      const home = claimed();
      const waiting = [...pieces];
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          const piece = waiting.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
      });
      const headers = { Authorization: `Bearer ${home.token}`, "Content-Type": "application/json" };
      const init = { method: "POST", headers, body, duplex: "half" };
      const answer = await fetch(`${home.url}/api/v1/projects`, init);
      expect([answer.status, (await answer.text()).length > 0]).toEqual([status, true]);
      for (let i = 0; i < 20; i++) expect((await home.send("/api/v1/setup")).status).toBe(200);
    });

    test("an unknown route is a problem document, not a page", async () => {
      const home = claimed();
      const answer = await home.send("/api/v1/nothing");
      expect([answer.status, answer.body.code]).toEqual([404, "route.not_found"]);
    });

    test("every answer forbids frames, sniffing and caching, also an error", async () => {
      const home = claimed();
      for (const path of ["/api/v1/setup", "/api/v1/projects", "/api/v1/nothing"]) {
        const { headers } = await home.send(path);
        expect(headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
        expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
        expect(headers.get("Cache-Control")).toBe("no-store");
      }
    });

    test("a runner enrols once with its token and finds no work", async () => {
      const home = claimed();
      const { token } = await home.api.post<{ token: string }>("/runners/enrolments");
      const json = {
        token,
        name: "near",
        sshPublicKey: `ssh-ed25519 ${"A".repeat(68)}`,
        version: "0.1.0",
        platform: "linux-x64",
      };
      const enrolled = await home.send("/api/v1/runner/enrol", { json });
      expect(enrolled.status).toBe(200);
      expect((await home.send("/api/v1/runner/enrol", { json })).status).toBe(401);
      const claim = { key: "a-claim-key-of-some-length", waitMs: 0, version: "0.1.0", holding: [] };
      const credential = String(enrolled.body.credential);
      expect((await home.send("/api/v1/runner/claim", { token: credential, json: claim })).status).toBe(204);
      expect((await home.send("/api/v1/runner/claim", { token: home.token, json: claim })).status).toBe(401);
      expect((await home.send("/api/v1/projects", { token: credential })).status).toBe(401);
    });

    test("the install script names this instance", async () => {
      const home = claimed();
      const answer = await home.send("/install/runner.sh");
      expect(answer.text).toContain(`FAIRLEAD_URL:-${home.url}`);
      expect(answer.headers.get("Content-Type")).toContain("text/x-shellscript");
    });

    test("a webhook without a known address is refused without a word about why", async () => {
      const home = claimed();
      const answer = await home.send("/api/v1/webhooks/unknown-key-unknown-key-unknown", { json: {} });
      expect([401, 404]).toContain(answer.status);
    });
  });
}
