import { beginningAndEnd, type Cause } from "../../contract/index.ts";
import { dockerRefusals } from "./docker-refusals.ts";

/** What the Engine API said no with. `message` is the server's own text. */
export type DockerRefusal = { status: number; message: string };

/**
 * undefined: Docker itself failed. Whatever else it says no to is about what it was asked for, which trying again would not change: the
 * user is told in Docker's own words.
 */
export function explainDocker({ status, ...said }: DockerRefusal, step: string | null): Cause | undefined {
  const message = beginningAndEnd(said.message);
  const evidence = [message.trim().slice(0, 500)];
  for (const { pattern, explain } of dockerRefusals) {
    const match = message.match(pattern);
    if (match) return { ...explain(match), step, evidence };
  }
  if (status < 400 || status >= 500) return undefined;
  return {
    class: "invalid-spec",
    step,
    sentence: `Docker refuses: ${firstLine(message)}`,
    evidence,
    nextAction: "Fix what it names, in the settings or on the server, then deploy again.",
  };
}

/** The daemon could not do what it was asked for, and it is not known why. */
export const explainDaemonFailure = ({ status, message }: DockerRefusal, step: string | null): Cause => ({
  class: "docker-unavailable",
  step,
  sentence: `Docker on the server failed: ${firstLine(message)}`,
  evidence: [`HTTP ${status}`, message.trim().slice(0, 500)],
  nextAction: "See what it says with `sudo journalctl -u docker -n 50` on the server, then try again.",
});

const firstLine = (message: string) => (message.trim().split("\n")[0] ?? "").slice(0, 400) || "it says nothing";
