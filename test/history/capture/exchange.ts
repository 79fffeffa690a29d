import type { TestApp } from "../../../api/src/testing/test-app.ts";
import { createControlPlane } from "../../../runner/src/agent/control-plane.ts";
import { version } from "../../../runner/src/version.ts";

/** What went over the wire in one call of a runner; `answer` is null where there was nothing to say. */
export type Exchange = { request: unknown; answer: unknown };
export type Call = "enrol" | "claim" | "progress" | "finish";

/** The runner's own client in front of the whole control plane, and what the two said to each other. */
export function aTappedRunner({ app, deps }: Pick<TestApp, "app" | "deps">) {
  const heard: Record<Call, Exchange[]> = { enrol: [], claim: [], progress: [], finish: [] };
  const connect = (credential: string | undefined) =>
    createControlPlane({
      url: deps.config.url,
      credential,
      version,
      fetch: async (url, { method, headers, body }) => {
        const client = { ip: "192.0.2.1", userAgent: "test" };
        const answer = await app.fetch(new Request(url, { method, headers, body }), { deps, client });
        await deps.settle();
        const text = await answer.clone().text();
        const call = isCall(url.split("/").at(-1));
        if (answer.ok && call)
          heard[call].push({ request: JSON.parse(body), answer: text === "" ? null : JSON.parse(text) });
        return answer;
      },
    });
  return { connect, heard };
}

const calls: readonly Call[] = ["enrol", "claim", "progress", "finish"];
const isCall = (name: string | undefined) => calls.find((call) => call === name);
