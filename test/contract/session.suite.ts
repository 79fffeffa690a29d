import { describe, expect, test } from "vitest";
import type { ClaimedHome } from "./home.ts";

/** What sign-in, sessions and tokens promise over the wire, in any home. */
export function sessionContract(claimed: () => ClaimedHome) {
  describe("sessions and tokens", () => {
    test("a session cookie is out of reach for scripts and for other sites", async () => {
      const home = claimed();
      const { email, password } = home.owner;
      const answer = await home.send("/api/auth/sign-in/email", { json: { email, password } });
      expect(answer.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
      expect(answer.text).not.toContain(password);
    });

    test("a session opens what its person may see, until it is signed out", async () => {
      const home = claimed();
      const cookie = await home.signIn(home.owner);
      expect((await home.send("/api/v1/me", { cookie })).body).toMatchObject({ via: "session" });
      expect((await home.send("/api/auth/sign-out", { method: "POST", cookie })).status).toBe(204);
      expect((await home.send("/api/v1/me", { cookie })).status).toBe(401);
    });

    test("no credential, a broken one and one of the wrong kind get the same answer", async () => {
      const home = claimed();
      const headers: Record<string, string>[] = [
        {},
        { Authorization: "Bearer nonsense" },
        { Authorization: `Bearer ${home.token.slice(0, -1)}A` },
        { Authorization: `Bearer ${home.token.replace("flu_", "flr_")}` },
        { Authorization: `Basic ${btoa("a:b")}` },
        { Cookie: "fairlead-session=abc.def" },
      ];
      const answers = await Promise.all(headers.map((each) => home.send("/api/v1/projects", { headers: each })));
      const seen = answers.map(({ status, body }) => [status, body.code, body.title]);
      expect(new Set(seen.map(String)).size).toBe(1);
      expect(seen[0]?.slice(0, 2)).toEqual([401, "auth.required"]);
    });

    test.each([
      ["another origin", { Origin: "https://evil.test" }],
      ["the origin of a sandboxed page", { Origin: "null" }],
      ["no origin at all", {}],
    ])("a write with a cookie from %s is refused", async (_name, headers) => {
      const home = claimed();
      const cookie = await home.signIn(home.owner);
      const sent = { method: "POST", headers: { Cookie: cookie, "Content-Type": "text/plain", ...headers } };
      const answer = await home.send("/api/v1/projects", sent);
      expect([answer.status, answer.body.code]).toEqual([403, "auth.foreign_origin"]);
    });

    test("a revoked token fails on the next request", async () => {
      const home = claimed();
      const made = await home.api.post<{ token: string; apiToken: { id: string } }>("/tokens", {
        name: "x",
        scope: "read",
      });
      expect((await home.send("/api/v1/projects", { token: made.token })).status).toBe(200);
      await home.api.delete(`/tokens/${made.apiToken.id}`);
      expect((await home.send("/api/v1/projects", { token: made.token })).status).toBe(401);
    });

    test("a token reads but does not write beyond its scope", async () => {
      const home = claimed();
      const { token } = await home.api.post<{ token: string }>("/tokens", { name: "x", scope: "read" });
      const answer = await home.send("/api/v1/projects", { token, json: { name: "Shop" } });
      expect([answer.status, answer.body.code]).toEqual([403, "auth.forbidden"]);
    });

    test("a changed password ends the other sessions and keeps this one", async () => {
      const home = claimed();
      const { email, password } = home.owner;
      const [mine, other] = [await home.signIn(home.owner), await home.signIn(home.owner)];
      const json = { current: password, password: "another long password" };
      expect((await home.send("/api/v1/me/password", { json, cookie: mine })).status).toBe(200);
      expect((await home.send("/api/v1/me", { cookie: mine })).status).toBe(200);
      expect((await home.send("/api/v1/me", { cookie: other })).status).toBe(401);
      expect((await home.send("/api/auth/sign-in/email", { json: { email, password } })).status).toBe(401);
    });
  });
}
