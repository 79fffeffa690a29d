import { schema } from "@fairlead/db";
import { aFullTeam, type FullTeam } from "../../api/src/testing/full-team.ts";
import { pathWith } from "../../api/src/testing/route-table.ts";
import { type Answer, claimedApp, owner, signedIn } from "../../api/src/testing/test-app.ts";
import type { Order } from "./order.ts";

/** What the requests of one team are made of. */
export type Seeds = {
  ids: Record<string, string>;
  owner: typeof owner;
  domain: string;
  otherDomain: string;
  /** A registry that no request changes, so that it can be chosen by its address. */
  login: { id: string; address: string };
};

export type HostileTeam = {
  /** The order with the given body, by whoever may give it. */
  give(order: Order, body: unknown): Promise<Answer>;
  get(path: string): Promise<Answer>;
  seeds: Seeds;
};
export type HostileWorld = {
  /** A new team with one of everything: what one order writes is not in the way of another. */
  aTeam(): Promise<HostileTeam>;
  /** The audit log of the whole instance. */
  entries(): Promise<(typeof schema.audit.$inferSelect)[]>;
  dispose(): void;
};

type App = Awaited<ReturnType<typeof claimedApp>>;

/** Takes what the routes answer as their credential: the person's cookie, the team's token, the runner's. */
const credentialOf = ({ by }: Order, { team, cookie }: { team: FullTeam; cookie: string }) => {
  if (by === "anyone") return {};
  if (by === "person") return { cookie };
  return { token: by === "runner" ? team.runnerCredential : team.tokens.owner };
};

async function revisionAt(app: App, { path, by, list }: Saved): Promise<{ revision: unknown }> {
  const { body } = await app.send(list ?? path, by);
  const items = Array.isArray(body.items) ? body.items : [];
  const found = items.find(({ id }) => path.endsWith(`/${id}`)) ?? body;
  return { revision: found.revision };
}
/** `list`: where what stands at the path is read, when it is read as one of many. */
type Saved = { path: string; by: object; list: string | undefined };

function listOf(path: string, { ids }: FullTeam): string | undefined {
  if (path.includes("/members/")) return path.slice(0, path.lastIndexOf("/"));
  return path.startsWith("/api/v1/variables/") ? `/api/v1/applications/${ids.applications}/variables` : undefined;
}

async function addDomain(app: App, { team, host }: { team: FullTeam; host: string }): Promise<string> {
  const path = `/api/v1/applications/${team.ids.applications}/domains`;
  const answer = await app.send(path, { json: { host }, token: team.tokens.owner });
  if (answer.status !== 201) throw new Error(`The domain was refused: ${answer.text}`);
  return host;
}

async function addLogin(app: App, { team, address }: { team: FullTeam; address: string }): Promise<Seeds["login"]> {
  const json = { address, username: "robot", password: "swordfish" };
  const answer = await app.send("/api/v1/registries", { json, token: team.tokens.owner });
  if (answer.status !== 201) throw new Error(`The registry was refused: ${answer.text}`);
  return { id: String(answer.body.id), address };
}

async function aHostileTeam(app: App, { mark, cookie }: { mark: string; cookie: string }): Promise<HostileTeam> {
  const team = await aFullTeam(app, mark);
  const otherDomain = await addDomain(app, { team, host: `other-${mark}.example.com` });
  return {
    seeds: {
      ids: team.ids,
      owner,
      domain: `${mark}.example.com`,
      otherDomain,
      login: await addLogin(app, { team, address: `${mark}.chosen.example.com` }),
    },
    give: async (order, json) => {
      const [method = "", path = ""] = order.route.split(" ");
      // How often something may be tried is not what is looked at here.
      await app.deps.db.delete(schema.rateWindow);
      const filled = pathWith(path.replaceAll("{id}", ":id"), team.ids);
      const by = credentialOf(order, { team, cookie });
      const isSave = method === "PATCH" || method === "PUT";
      // As whoever has just read it.
      const read = isSave ? await revisionAt(app, { path: filled, by, list: listOf(filled, team) }) : {};
      return app.send(filled, { method, json: { ...read, ...Object(json) }, ...by });
    },
    get: (path) => app.send(path, { token: team.tokens.owner }),
  };
}

/** One instance that takes sign-ups. */
export async function aHostileWorld(): Promise<HostileWorld> {
  const app = await claimedApp();
  const cookie = await signedIn(app, owner);
  // How much somebody may have is not what is looked at here.
  const settings = { revision: 1, signUps: "open", limits: { teams: 100_000, tokens: 100_000, projects: 100_000 } };
  await app.send("/api/v1/instance", { method: "PATCH", json: settings, cookie });
  let teams = 0;
  return {
    aTeam: () => aHostileTeam(app, { mark: `team-${++teams}`, cookie }),
    entries: () => app.deps.db.select().from(schema.audit),
    dispose: () => app.deps.dispose(),
  };
}
