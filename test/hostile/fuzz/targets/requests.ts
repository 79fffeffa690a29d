import { schema } from "@fairlead/db";
import { aFullTeam } from "../../../../api/src/testing/full-team.ts";
import type { Random } from "../../../../api/src/testing/random.ts";
import { pathWith, routeTable } from "../../../../api/src/testing/route-table.ts";
import { owner } from "../../../../api/src/testing/test-app.ts";
import { orders } from "../../requests.ts";
import { aFuzzedApp, sendAnything } from "../control-plane.ts";
import { aWord, mutateBytes, mutateJson, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const otherDomain = "other-mine.example.com";
/** Routes that change who may do what, or end the world the others are tried in. */
const isLeftOut = (method: string, path: string) =>
  method === "DELETE" || /sign-out|\/events|\/runner\/claim/.test(path);
const names = ["limit", "cursor", "after", "team", "q", "state", "status", "order", "applicationId", "action"];

async function openWorld() {
  const world = await aFuzzedApp();
  const team = await aFullTeam(world, "mine");
  const routes = routeTable(world.app).filter(({ method, path }) => !isLeftOut(method, path));
  const login = { id: team.ids.registries ?? "", address: "mine.registry.example.com" };
  const seeds = {
    ids: team.ids,
    owner,
    domain: "mine.example.com",
    otherDomain,
    login,
  };
  return { world, team, routes, seeds };
}
let opened: ReturnType<typeof openWorld> | undefined;
const open = () => {
  opened ??= openWorld();
  return opened;
};
type World = Awaited<ReturnType<typeof openWorld>>;

/** Most requests come in by their credential, so that more is looked into than that. */
function credential(random: Random, { world, team }: World): Record<string, string> {
  const strange = aWord(random).slice(0, 200);
  const good = random.pick([
    { Authorization: `Bearer ${team.tokens.owner}` },
    { Authorization: `Bearer ${team.tokens.member}` },
    { Authorization: `Bearer ${team.runnerCredential}` },
    { Cookie: world.cookie, Origin: world.deps.config.url },
    { Cookie: world.cookie, Origin: world.deps.config.url, "X-Fairlead-Team": team.teamId },
  ]) ?? { Authorization: "" };
  if (random.chance(0.8)) return Object.fromEntries(Object.entries(good).filter(([, value]) => value !== undefined));
  const [name = "Cookie", value = ""] = Object.entries(good)[0] ?? [];
  return { [name]: random.chance(0.5) ? mutateBytes(random, Buffer.from(value)).toString("latin1") : strange };
}

function bodyOf(random: Random, value: unknown): { body: Uint8Array<ArrayBuffer>; type: string } {
  const text = JSON.stringify(mutateJson(random, value)) ?? "";
  const bytes = random.chance(0.15) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(text);
  const type = random.chance(0.9)
    ? "application/json"
    : (random.pick([
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "APPLICATION/JSON;charset=utf-16",
      ]) ?? "");
  return { body: new Uint8Array(random.chance(0.02) ? someBytes(random, 500) : bytes), type };
}

function query(random: Random): string {
  if (random.chance(0.5)) return "";
  const search = new URLSearchParams();
  for (let left = 1 + random.below(3); left > 0; left--)
    search.append(
      random.pick(names) ?? "x",
      random.chance(0.5) ? aWord(random).slice(0, 300) : String(random.below(300)),
    );
  return `?${search}`;
}

function aRequest(random: Random, opened: World) {
  const { team, routes, seeds } = opened;
  const order = random.chance(0.7) ? random.pick(orders.filter(({ few }) => !few || random.chance(0.1))) : undefined;
  const route = order
    ? { method: order.route.split(" ")[0] ?? "", path: (order.route.split(" ")[1] ?? "").replaceAll("{id}", ":id") }
    : (random.pick(routes) ?? { method: "GET", path: "/api/v1/me" });
  const ids = random.chance(0.9)
    ? team.ids
    : Object.fromEntries(
        Object.keys(team.ids).map((name) => [name, encodeURIComponent(aWord(random).slice(0, 99).toWellFormed())]),
      );
  const filled = pathWith(route.path, { ...ids, key: "x".repeat(32), kind: "x" });
  const given = order?.body(seeds, random.below(1_000_000)) ?? { name: "x" };
  const { body, type } = bodyOf(random, route.method === "PATCH" ? { revision: 1, ...given } : given);
  const headers = { "Content-Type": type, ...credential(random, opened) };
  return { path: `${filled}${query(random)}`, sent: { method: route.method, headers, body } };
}

/** Whatever may be asked of the control plane by anybody: body, query, path, cookie, token and type. */
export const requests: Target = {
  name: "requests",
  title: "requests to every route: bodies, queries, ids, cookies, tokens and types that nobody sends by accident",
  reads: [
    "api/src/kit/adapters/auth.ts",
    "api/src/kit/http/actor.ts",
    "api/src/kit/http/validate.ts",
    "api/src/work/notifications/notifications.schemas.ts",
  ],
  cases: 700,
  ready: open,
  async tryOne(random) {
    const ready = await open();
    const { path, sent } = aRequest(random, ready);
    const answer = await sendAnything(ready.world, path, sent);
    ready.world.blameless();
    if (answer?.status === 500) throw new TypeError(`${sent.method} ${path} answered 500`);
    await answer?.body?.cancel();
    await ready.world.deps.db.delete(schema.rateWindow);
    return answer ? `${answer.status}` : "no request";
  },
};
