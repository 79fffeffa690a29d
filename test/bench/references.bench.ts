import { resolverOf } from "../../api/src/rules/resolve-variable.ts";
import { type Edge, isSecretWithin, type Node, reachedFrom, toGraph } from "../../api/src/rules/variable-graph.ts";
import type { Measurement, Reading } from "../../scripts/bench/measurement.ts";
import { median } from "../support/load/statistics.ts";

const references = 1_000;
const resources = 100;
const turns = 50;

type Added = { holderId: string; key: string; text: string; to?: { resourceId: string; key: string } };

/** What one deployment puts together: a thousand texts, each over another resource to a third. */
function aTeam() {
  const texts = new Map<string, string>();
  const edges: Edge[] = [];
  const rows: Node[] = [];
  const add = ({ holderId, key, text, to }: Added) => {
    const id = `var_${holderId}_${key}`;
    texts.set(id, text);
    if (to) edges.push({ variableId: id, ...to });
    const row = { id, holderId, key, kind: to ? ("reference" as const) : ("literal" as const), isSecret: false };
    rows.push(row);
    return row;
  };
  for (let n = 0; n < resources; n++) {
    const next = `app_${(n + 1) % resources}`;
    add({ holderId: `app_${n}`, key: "USER", text: `user ${n}` });
    const text = `pg://\${{ ${next}.USER }}@db`;
    add({ holderId: `app_${n}`, key: "URL", text, to: { resourceId: next, key: "USER" } });
  }
  const asked = Array.from({ length: references }, (_, n) => {
    const resourceId = `app_${n % resources}`;
    const text = `at \${{ ${resourceId}.URL }} and more`;
    return add({ holderId: "app_shop", key: `KEY_${n}`, text, to: { resourceId, key: "URL" } });
  });
  return { texts, edges, rows, asked };
}

function putTogether(): Reading {
  const { texts, edges, rows, asked } = aTeam();
  const names = new Map<string, string>();
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const from = performance.now();
    const graph = toGraph({ root: "app_shop", rows, edges });
    reachedFrom(graph, asked);
    for (const each of asked) isSecretWithin(graph, each);
    const resolve = resolverOf({ graph, texts, serverId: null, names });
    for (const each of asked) resolve(each);
    took.push(performance.now() - from);
  }
  return { value: median(took), note: `median of ${turns}, longest ${Math.max(...took).toFixed(1)}` };
}

export const measurements: Measurement[] = [
  {
    name: "1,000 references put together",
    unit: "ms",
    target: { atMost: 20 },
    run: async () => putTogether(),
  },
];
