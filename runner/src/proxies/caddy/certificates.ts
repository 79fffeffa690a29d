import { connect } from "node:tls";
import type { Clock } from "../../agent/clock.ts";
import type { Host } from "../../hosts/host.ts";

const budgetMs = 5_000;
const atOnce = 8;
/** Up to Caddy 2.7 requests for certificates that come in one moment refuse each other. */
const apartMs = 25;

/**
 * Asks for each of these hosts over TLS once, so that its certificate is there before the first visitor. What cannot be had in time is
 * had when somebody comes: nothing is lost, so nothing is said.
 */
export async function fetchCertificates(
  host: Host,
  { names, clock }: { names: readonly string[]; clock: Pick<Clock, "sleep"> },
): Promise<void> {
  const signal = AbortSignal.timeout(budgetMs);
  const waiting = [...names];
  let turn = Promise.resolve();
  const itsTurn = () => {
    turn = turn.then(() => clock.sleep(apartMs));
    return turn;
  };
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined && !signal.aborted; name = waiting.shift())
      await itsTurn().then(() => shakeHands(host, { name, signal }).catch(() => undefined));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function shakeHands(host: Host, { name, signal }: { name: string; signal: AbortSignal }): Promise<void> {
  const stream = await host.dial({ host: "127.0.0.1", port: 443 }, { timeoutMs: budgetMs, signal });
  stream.on("error", () => undefined);
  const { promise: over, resolve } = Promise.withResolvers<void>();
  // Nothing is said over this connection: whose certificate it is does not matter.
  const secured = connect({ socket: stream, servername: name, rejectUnauthorized: false }, () => resolve());
  secured.on("error", () => resolve());
  secured.on("close", () => resolve());
  signal.addEventListener("abort", () => resolve(), { once: true });
  await over;
  secured.destroy();
  stream.destroy();
}
