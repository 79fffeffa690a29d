import type { ControlPlane } from "../support/control-plane.ts";

/** The whole log of a deployment, as a person downloads it. */
export async function logText({ url, token }: ControlPlane, deployment: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/api/v1/deployments/${deployment}/log.txt`, { headers });
  if (!answer.ok) throw new Error(`the log was answered ${answer.status}`);
  return answer.text();
}
