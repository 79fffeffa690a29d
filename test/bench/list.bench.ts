import type { Measurement } from "../../scripts/bench/measurement.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { addApplications } from "../support/load/applications.ts";
import { inChild } from "../support/load/child.ts";
import { cpuMsOf } from "../support/load/process-usage.ts";
import { percentile } from "../support/load/statistics.ts";
import type { ListAnswer, ListOrder } from "./list.ts";
import { once } from "./once.ts";

/** Short turns taken alternately, so that whatever else the machine does meets both sizes alike. */
const turns = 5;
const secondsPerTurn = 2;

/** What the interface asks for at once. */
const pageRows = 50;

type Turn = ListAnswer & { cpuMs: number };

/** Answers of one length, or the comparison would be of the answers and not of the databases. */
async function askFor({ url, token, program }: NodeControlPlane, rows = 1): Promise<Turn> {
  const path = `/api/v1/applications?limit=${rows}`;
  const order: ListOrder = { url: url + path, token, connections: 10, seconds: secondsPerTurn };
  const before = cpuMsOf(program().pid);
  const answer = await inChild<ListAnswer>("bench/list.ts", order);
  if (answer.failed > 0) throw new Error(`${answer.failed} of ${answer.asked} requests failed`);
  return { ...answer, cpuMs: cpuMsOf(program().pid) - before };
}

const lists = once(async () => {
  const small = await startNodeControlPlane();
  const large = await startNodeControlPlane();
  try {
    // What one person may ask is not what is measured.
    for (const { api } of [small, large]) {
      const { revision } = await api.get<{ revision: number }>("/instance");
      await api.patch("/instance", { revision, limits: { requests: 10_000_000, teamRequests: 10_000_000 } });
    }
    await addApplications(small, 1);
    await addApplications(large, 10_000);
    const few: Turn[] = [];
    const many: Turn[] = [];
    await askFor(small);
    await askFor(large);
    for (let turn = 0; turn < turns; turn++) {
      few.push(await askFor(small));
      many.push(await askFor(large));
    }
    return { few, many, page: [await askFor(large, pageRows)] };
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
});

/** The best turn: nothing but other work on the machine makes one slower than another. */
const best = (of: readonly Turn[]) =>
  percentile(
    of.map(({ perSecond }) => perSecond),
    1,
  );
const note = (of: readonly Turn[]) => {
  const cpu = of.reduce((total, { cpuMs, asked }) => total + cpuMs / asked, 0) / of.length;
  return `10 connections, best of ${of.length} turns, ${cpu.toFixed(2)} ms CPU each`;
};

const row = (name: string, of: (all: Awaited<ReturnType<typeof lists>>) => Turn[]): Measurement => ({
  name,
  unit: "/s",
  target: { atLeast: 2_700 },
  run: async () => {
    const found = of(await lists());
    return { value: best(found), note: note(found) };
  },
});

export const measurements: Measurement[] = [
  row("list of applications, 1 in the database", ({ few }) => few),
  row("list of applications, 10,000 in the database", ({ many }) => many),
  {
    name: "list of 10,000 applications against 1",
    unit: "x",
    target: { atLeast: 0.8 },
    run: async () => {
      const { few, many, page } = await lists();
      return {
        value: best(many) / best(few),
        note: `of the speed with one; pages of ${pageRows}: ${best(page).toFixed(0)}/s`,
      };
    },
  },
];
