import { afterAll, beforeAll, describe } from "vitest";
import { startResend } from "../../api/src/testing/resend-stub.ts";
import { apiContract } from "./api.suite.ts";
import { type ClaimedHome, claimHome, type Home } from "./home.ts";
import { mailContract } from "./mail.suite.ts";
import { sessionContract } from "./session.suite.ts";
import { webhookContract } from "./webhook.suite.ts";

/** Building a Worker takes long on a busy machine; nothing of it is measured here. */
const startTimeoutMs = 300_000;

type Resend = Awaited<ReturnType<typeof startResend>>;

/** What every home promises over the wire. One home is started for all of it. */
export function contract(start: (settings: Record<string, string>) => Promise<Home>) {
  describe("the contract", () => {
    let home: ClaimedHome | undefined;
    let resend: Resend | undefined;
    beforeAll(async () => {
      resend = await startResend();
      const mail = { RESEND_API_KEY: "re_key", MAIL_FROM: "f@fairlead.test", RESEND_BASE_URL: resend.url };
      home = await claimHome(() => start(mail));
    }, startTimeoutMs);
    afterAll(async () => {
      await home?.stop();
      await resend?.stop();
    });
    const claimed = () => {
      if (!home) throw new Error("The home did not start.");
      return home;
    };
    apiContract(claimed);
    mailContract(claimed, () => {
      if (!resend) throw new Error("The mail provider did not start.");
      return resend;
    });
    webhookContract(claimed);
    // Ends with another password for the owner, so it comes last.
    sessionContract(claimed);
  });
}
