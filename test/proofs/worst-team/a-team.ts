import type { JobOutcome } from "@fairlead/runner/contract";
import { type ApiClient, apiClient } from "../../support/api-client.ts";
import type { ControlPlane } from "../../support/control-plane.ts";
import { aSimulatedServer, enrolSimulatedRunner, type SimulatedRunner } from "../../support/load/simulated-runner.ts";

export type Source = { id: string; webhookUrl: string; webhookSecret: string };
/** A team that deploys: a runner, a server that was looked at, sources, and an application for each of the repositories. */
export type Team = { runner: SimulatedRunner; sources: (Source & { repository: string })[]; applications: string[] };

const seen: JobOutcome = {
  kind: "succeeded",
  result: {
    kind: "check-server",
    reachable: true,
    seen: null,
    lines: [],
    facts: null,
    cause: null,
    missing: [],
    certificates: [],
  },
};

type Given = { forge: string; sources: number; applications: number };

export async function aTeam(plane: ControlPlane, given: Given): Promise<Team> {
  const { api } = plane;
  const runner = await enrolSimulatedRunner(plane);
  const server = await aSimulatedServer(plane, runner);
  const check = await runner.claim(10_000);
  if (check) await runner.finish(check.lease, seen);
  const project = await api.post<{ id: string }>("/projects", { name: "Harbour" });
  const { items } = await api.get<{ items: { id: string }[] }>(`/environments?projectId=${project.id}`);
  const place = { environmentId: items[0]?.id, destinationId: server.destinationId };
  const sources: Team["sources"] = [];
  for (let n = 0; n < given.sources; n++) {
    const source = { name: `forge ${n}`, forge: "github", baseUrl: given.forge };
    sources.push({ ...(await api.post<Source>("/sources", source)), repository: `ada/shop-${n}` });
  }
  const applications: string[] = [];
  for (let n = 0; n < given.applications; n++) {
    const source = sources[n];
    const repositoryUrl = `${given.forge}/ada/shop-${n}.git`;
    const origin = { kind: "git", repositoryUrl, ...(source ? { sourceId: source.id } : {}) };
    applications.push((await api.post<{ id: string }>("/applications", { name: `shop ${n}`, ...place, origin })).id);
  }
  return { runner, sources, applications };
}

/** Another person with a session, a team of their own and a token for it. */
export async function aStranger(plane: ControlPlane): Promise<{ cookie: string; token: string; api: ApiClient }> {
  const { url, api } = plane;
  const email = "mallory@fairlead.test";
  const password = "another horse battery staple";
  const { link } = await api.post<{ link: string }>("/invitations", { email, role: "viewer" });
  const invitation = new URL(link).hash.slice(1) || new URL(link).pathname.split("/").at(-1);
  const say = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const all = { "content-type": "application/json", origin: url, ...headers };
    const answer = await fetch(`${url}${path}`, { method: "POST", headers: all, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const made = await say("/api/auth/sign-up/email", { name: "Mallory", email, password, invitation });
  const cookie = made.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const team: { id: string } = await (await say("/api/v1/teams", { name: "worst" }, { cookie })).json();
  const wanted = { name: "worst", scope: "admin", expiresInDays: 1 };
  const asked = await say("/api/v1/tokens", wanted, { cookie, "x-fairlead-team": team.id });
  const { token } = (await asked.json()) as { token: string };
  return { cookie, token, api: apiClient(url, token) };
}
