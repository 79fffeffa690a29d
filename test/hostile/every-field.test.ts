import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testApp } from "../../api/src/testing/test-app.ts";
import { aHostileWorld, type HostileTeam, type HostileWorld } from "./hostile-world.ts";
import { textsOf, valueAt, withValue } from "./leaves.ts";
import type { Order } from "./order.ts";
import { orders } from "./requests.ts";
import { type ApiDocument, textFields } from "./schema-fields.ts";
import { hostile } from "./strings.ts";
import { isTripped } from "./tripwire.ts";

// Each text field of each route that writes × each hostile text, in an otherwise valid request. A field that is new in the API
// fails here until the list of valid requests has it.

const app = await testApp();
const document = (await app.send("/api/v1/openapi.json")).body as ApiDocument;
app.deps.dispose();
const documented = [...textFields(document)];

let world: HostileWorld;
beforeAll(async () => {
  world = await aHostileWorld();
});
afterAll(() => world?.dispose());

let n = 0;
const noIds = new Proxy<Record<string, string>>({}, { get: () => "" });
const noSeeds = {
  ids: noIds,
  owner: { email: "", password: "", name: "" },
  domain: "",
  otherDomain: "",
  login: { id: "", address: "" },
};
const fieldsOf = ({ body }: Order) => textsOf(body(noSeeds, 0)).map(({ path }) => path);
const all = Object.entries(hostile);
/** Takes an id or one of a few words, so that no text can fit. */
const isClosed = (field: string) =>
  /(Id|kind|method|volume|outcome|scheme|scope|role|forge|auth|proxy|signUps|(events|holding)\.\d+)$/.test(field);
/** Where no text can fit, every fifth one says as much. */
const textsFor = ({ few }: Order, field: string) =>
  few || isClosed(field) ? all.filter((_, index) => index % 5 === 0) : all;

type Try = { order: Order; field: string; text: string };

/** undefined: refused or inert. Otherwise what is wrong with the answer. */
async function complaint(team: HostileTeam, { order, field, text }: Try): Promise<string | undefined> {
  const answer = await team.give(order, withValue(order.body(team.seeds, n++), { path: field, value: text }));
  if (answer.status >= 500) return `answered ${answer.status}`;
  if (answer.status >= 400) {
    if (!answer.headers.get("content-type")?.startsWith("application/problem+json")) return "refused without a problem";
    if (order.compared?.includes(field) || answer.status === 413) return undefined;
    const named = (answer.body.errors as { path: string }[]).map(({ path }) => path);
    return answer.status === 400 && named.includes(field) ? undefined : `refused as ${answer.status} ${answer.text}`;
  }
  if (order.compared?.includes(field) || order.sealed?.includes(field)) return undefined;
  const seen = order.see ? (await team.get(order.see(team.seeds, answer.body))).body : answer.body;
  const kept = valueAt(seen, order.shown?.[field] ?? field);
  // Names are trimmed on the way in; nothing else is ever changed.
  return kept === text || kept === text.trim() ? undefined : `kept as ${JSON.stringify(kept)}`;
}

test("every text field of the API has a valid request here", () => {
  const known = orders.flatMap((order) => fieldsOf(order).map((field) => `${order.route} ${field}`));
  const wanted = documented.flatMap(([route, fields]) => [...fields].map((field) => `${route} ${field}`));
  expect(wanted.filter((field) => !known.includes(field))).toEqual([]);
});

describe.each(orders.map((order, index) => [`${order.route} #${index}`, order] as const))("%s", (_name, order) => {
  let team: HostileTeam;
  beforeAll(async () => {
    team = await world.aTeam();
    if (!order.first) return;
    const { body } = await team.give(order.first, order.first.body(team.seeds, n++));
    team.seeds.ids[order.route.split("/")[3] ?? ""] = String(body.id);
  });

  test("the request itself is a valid one", async () => {
    const answer = await team.give(order, order.body(team.seeds, n++));
    // Where a text is only compared, it is the wrong one here.
    const isTaken = order.compared ? answer.body.code !== "request.invalid" : answer.status < 300;
    expect([isTaken, answer.text]).toEqual([true, answer.text]);
  });

  test.each(fieldsOf(order))("%s is refused by name or kept as it is", async (field) => {
    const complaints: Record<string, string> = {};
    for (const [name, text] of textsFor(order, field)) {
      const found = await complaint(team, { order, field, text });
      if (found) complaints[name] = found.slice(0, 200);
    }
    expect(complaints).toEqual({});
  });
});

test("nothing was run", () => expect(isTripped()).toBe(false));
