import type { Host } from "../hosts/host.ts";
import { DialRefused } from "../hosts/host-fault.ts";
import { askOverStream, NoAnswerInTime } from "../http-over-stream.ts";
import type { ProbeAnswer } from "../plan/readiness/index.ts";
import type { Driver } from "../ports/driver.ts";
import type { ProbeRequest } from "../ports/target.ts";

const textBytes = 65_536;

/** Everything a container can do wrong is an answer. Throws only when the server is lost or the signal aborts. */
export async function askContainer(
  { host, driver }: { host: Host; driver: Pick<Driver, "execute"> },
  { container, question, timeoutMs, signal }: ProbeRequest,
): Promise<ProbeAnswer> {
  if (question.kind === "command") return driver.execute(container, { line: question.line, timeoutMs, signal });
  const { address } = container;
  // An empty address would mean the runner's own machine.
  if (address === undefined) return { kind: "refused" };
  const at = { host: address, port: question.port };
  try {
    if (question.kind === "tcp") {
      const stream = await host.dial(at, { timeoutMs, signal });
      stream.on("error", () => undefined);
      stream.destroy();
      return { kind: "accepted" };
    }
    const { method, path, headers, text } = question;
    const asked = { address: at, method, path, headers, timeoutMs, signal, ...(method === "POST" ? { body: "" } : {}) };
    const {
      status,
      headers: answered,
      body,
    } = await askOverStream(host, {
      ...asked,
      maxBytes: text === null ? 16_384 : textBytes,
    });
    return { kind: "status", status, location: answered.location, body };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DialRefused) return { kind: error.reason === "timeout" ? "timeout" : "refused" };
    if (error instanceof NoAnswerInTime) return { kind: "timeout" };
    if (isLost(error)) throw error;
    return { kind: "broken", detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Errors of HTTP say what the program did; errors of the way there are ours to pass on. */
const isLost = (error: unknown) => error instanceof Error && "causeClass" in error;
