import { deployStep, type Route, refuseRoute } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import type { ProxyAnswer } from "../ports/proxy.ts";
import type { Target } from "../ports/target.ts";
import { toldUpstream } from "../ports/upstreams.ts";
import { type Candidate, crashed } from "./candidate.ts";
import type { DeployContext } from "./deploy-context.ts";

/** The proxy follows a flip within 300 ms; asking earlier would only ask twice. A busy server may take longer. */
const followsMs = 320;
const deadlineMs = 10_000;
const intervalMs = 150;

/** Asks through the proxy, the way users come, and looks which container answers. */
export async function verify(
  deploy: DeployContext,
  { target, candidate, flippedAt }: { target: Target; candidate: Candidate; flippedAt: number },
): Promise<void> {
  const { payload, journal, clock, lostSignal } = deploy;
  const [asked] = payload.spec.routes.filter((one) => one.redirectTo === null && refuseRoute(one) === undefined);
  if (!payload.routes || !asked) {
    journal.skip(deployStep.verify, payload.routes ? "it has no domain" : "this server has no proxy of ours");
    return;
  }
  const { probeSecret } = payload.routes;
  await journal.step(deployStep.verify, async (note) => {
    const followed = clock.sleep(Math.max(0, flippedAt + followsMs - clock.monotonic()), lostSignal);
    await Promise.race([candidate.watch.exited, followed]);
    const { status } = await awaitUpstream(deploy, { target, candidate, asked, probeSecret });
    note(`${asked.host} is answered by the new version (${status})`);
  });
}

type Question = { target: Target; candidate: Candidate; asked: Route; probeSecret: string };

async function awaitUpstream(deploy: DeployContext, question: Question): Promise<ProxyAnswer> {
  const { clock, lostSignal: signal, payload } = deploy;
  const { target, candidate, asked, probeSecret } = question;
  const expected = toldUpstream(candidate.container, asked.port ?? payload.spec.container.port);
  const giveUpAt = clock.monotonic() + deadlineMs;
  for (;;) {
    const answer = await target.proxy.ask(asked, { probeSecret, signal });
    if (!answer) return { status: 0, upstream: undefined };
    if (expected !== undefined && answer.upstream === expected) return answer;
    // A container that died will never answer.
    const exit = await Promise.race([candidate.watch.exited, clock.sleep(intervalMs, signal)]);
    if (exit) return crashed(deploy, { target, candidate, exit });
    if (clock.monotonic() > giveUpAt) throw notServed(asked, { answer, expected });
  }
}

function notServed(
  { host }: Route,
  { answer, expected }: { answer: ProxyAnswer; expected: string | undefined },
): StepFailed {
  return new StepFailed({
    class: "verify-failed",
    step: null,
    sentence: `The proxy does not bring requests for ${host} to the new version.`,
    evidence: [
      `asked for ${host}, expected an answer from ${expected ?? "a container without an address on its network"}`,
      answer.upstream
        ? `${answer.upstream} answered with ${answer.status}`
        : `the proxy answered ${answer.status || "nothing"}`,
    ],
    nextAction: "Check the server on its page: its proxy check says what is wrong. Then deploy again.",
  });
}
