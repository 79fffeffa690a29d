import { describe, expect, test } from "vitest";
import { refusals, type startResend } from "../../api/src/testing/resend-stub.ts";
import { until } from "../support/until.ts";
import type { ClaimedHome } from "./home.ts";

/** Mail as the provider gets it, whichever home sends it. */
export function mailContract(home: () => ClaimedHome, resend: () => Awaited<ReturnType<typeof startResend>>) {
  describe("mail", () => {
    test("an invitation reaches the mailbox, with its link and a key of its own", async () => {
      const email = "grace@fairlead.test";
      await home().api.post("/invitations", { email, role: "member" });
      const mail = await until("the invitation to arrive", async () =>
        resend()
          .mails()
          .find(({ to }) => to === email),
      );
      expect(mail).toMatchObject({
        from: "f@fairlead.test",
        text: expect.stringContaining(`${home().url}/invitation#`),
      });
      const asked = resend().asked.find(({ body }) => body.to === email);
      expect(asked?.headers.get("idempotency-key")).toMatch(/^invitation:/);
    });

    test("a test message tells the provider's own words about a refusal", async () => {
      const { api, owner } = home();
      const settings = { kind: "email", addresses: [owner.email] };
      const { id } = await api.post<{ id: string }>("/channels", { name: "Mail", events: [], settings });
      resend().answer(refusals.domain);
      const told = await api.post(`/channels/${id}/test`).finally(() => resend().answer({ kind: "takes" }));
      expect(told).toEqual({
        isSent: false,
        error:
          "The mail provider did not take the mail: Resend answered 403: The fairlead.test domain is not verified.",
      });
    });
  });
}
