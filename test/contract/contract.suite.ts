import { afterAll, beforeAll, describe } from "vitest";
import { apiContract } from "./api.suite.ts";
import { type ClaimedHome, claimHome, type Home } from "./home.ts";
import { sessionContract } from "./session.suite.ts";

/** Building a Worker takes long on a busy machine; nothing of it is measured here. */
const startTimeoutMs = 300_000;

/** What every home promises over the wire. One home is started for all of it. */
export function contract(start: () => Promise<Home>) {
  describe("the contract", () => {
    let home: ClaimedHome | undefined;
    beforeAll(async () => {
      home = await claimHome(start);
    }, startTimeoutMs);
    afterAll(() => home?.stop());
    const claimed = () => {
      if (!home) throw new Error("The home did not start.");
      return home;
    };
    apiContract(claimed);
    // Ends with another password for the owner, so it comes last.
    sessionContract(claimed);
  });
}
