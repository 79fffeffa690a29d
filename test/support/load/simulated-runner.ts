import { randomBytes } from "node:crypto";
import type { ClaimAnswer, EnrolAnswer, JobOutcome } from "@fairlead/runner/contract";
import type { ControlPlane } from "../control-plane.ts";

/** Speaks the runner's protocol and does no work: what is measured with it is the control plane alone. */
export type SimulatedRunner = {
  id: string;
  /** Waits for a job as a runner does; undefined when none came. */
  claim(waitMs: number): Promise<ClaimAnswer | undefined>;
  finish(lease: ClaimAnswer["lease"], outcome: JobOutcome): Promise<void>;
};

export async function enrolSimulatedRunner({ url, api }: ControlPlane): Promise<SimulatedRunner> {
  const { token } = await api.post<{ token: string }>("/runners/enrolments");
  const call = async (path: string, { body, credential }: { body: unknown; credential?: string }) => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (credential) headers.authorization = `Bearer ${credential}`;
    const answer = await fetch(`${url}/api/v1/runner/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const sshPublicKey = `ssh-ed25519 ${"A".repeat(68)} simulated`;
  const about = { name: "simulated", version: "0.1.0", platform: "linux-x64" };
  const { runner, credential }: EnrolAnswer = await call("enrol", { body: { token, sshPublicKey, ...about } });
  const key = () => randomBytes(16).toString("hex");
  return {
    id: runner,
    claim: (waitMs) => call("claim", { body: { key: key(), waitMs, version: about.version, holding: [] }, credential }),
    finish: (lease, outcome) => call("finish", { body: { lease, key: key(), outcome, chunkCount: 0 }, credential }),
  };
}

/** A server of that runner, without a proxy, whose first check is still queued. */
export async function aSimulatedServer({ api }: ControlPlane, { id: runnerId }: SimulatedRunner) {
  const wanted = { kind: "ssh", name: "web-1", host: "203.0.113.7", user: "root", runnerId, proxy: "none" };
  const server = await api.post<{ id: string; destinations: { id: string }[] }>("/servers", wanted);
  return { id: server.id, destinationId: server.destinations[0]?.id ?? "" };
}
