import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Proof, ProofRow, ProofTools } from "../../scripts/prove/proof.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { cpuMsOf } from "../support/load/process-usage.ts";
import { median, percentile } from "../support/load/statistics.ts";
import { aStranger, aTeam } from "./worst-team/a-team.ts";
import type { AttackAnswer, AttackOrder, Word } from "./worst-team/attack.ts";
import { type Forges, startForges } from "./worst-team/forges.ts";
import { type Sample, theOtherTeam, waits } from "./worst-team/other-team.ts";
import { rowsLeft } from "./worst-team/rows-left.ts";

/**
 * Quiet and attacked in turns, so that whatever else the machine does meets both alike. As many as it takes to have done the worst:
 * whoever is refused hears of it a second later.
 */
const rounds = 26;
const samplesARound = 8;
const pauseMs = 100;
/** Until the attack is at its full strength. */
const warmUpMs = 1_500;
/** How much longer the other team's median may take. */
const mostRatio = 2;
/** That the worst was really done. */
const least: Record<string, number> = { push: 10_000, "channel test": 500, "save variables": 100, team: 60 };

type Worst = { teamId: string; say(word: Word): void; order: AttackOrder; tell(): Promise<AttackAnswer>; end(): void };

async function theWorstTeam(plane: NodeControlPlane, forges: Forges): Promise<Worst> {
  const { cookie, token, api } = await aStranger(plane);
  const { teams } = await api.get<{ teams: { id: string; name: string }[] }>("/me");
  const { sources, applications } = await aTeam(
    { ...plane, token, api },
    { forge: forges.silentUrl, sources: 10, applications: 100 },
  );
  const settings = { kind: "webhook", url: `${forges.silentUrl}/hook` };
  const channel = await api.post<{ id: string }>("/channels", { name: "silent", settings });
  const child = fork(join(import.meta.dirname, "worst-team/attack.ts"), { stdio: "inherit" });
  child.once("exit", (code, by) => console.error(`The attack ended: ${by ?? code}.`));
  const headers = { authorization: `Bearer ${token}` };
  return {
    teamId: teams.find(({ name }) => name === "worst")?.id ?? "",
    order: { url: plane.url, headers, cookie, sources, applications, channel: channel.id },
    say: (word) => void child.send(word),
    tell: async () => {
      const answer = once(child, "message");
      child.send("tell");
      return (await answer)[0];
    },
    end: () => void child.kill("SIGKILL"),
  };
}

/** Until what was begun has ended: the process does next to nothing for a moment. */
async function calmDown(plane: NodeControlPlane): Promise<void> {
  const used = () => cpuMsOf(plane.program().pid);
  for (let tries = 0; tries < 20; tries++) {
    const before = used();
    await pause(300);
    if (used() - before <= 20) return;
  }
}

type Measured = { quiet: Sample[]; attacked: Sample[]; told: AttackAnswer };

async function inTurns(plane: NodeControlPlane, work: () => Promise<Sample>, { worst, print, signal }: Turns) {
  const measured: Measured = { quiet: [], attacked: [], told: {} };
  const measure = async (into: Sample[]) => {
    for (let i = 0; i < samplesARound && !signal.aborted; i++) {
      into.push(await work());
      await pause(pauseMs);
    }
  };
  for (let round = 0; round < rounds && !signal.aborted; round++) {
    await calmDown(plane);
    await measure(measured.quiet);
    worst.say(round === 0 ? { go: worst.order } : "go");
    await pause(warmUpMs);
    await measure(measured.attacked);
    worst.say("rest");
    print(`round ${round + 1} of ${rounds}`);
  }
  return { ...measured, told: await worst.tell() };
}
type Turns = { worst: Worst } & ProofTools;

function judge({ quiet, attacked, told }: Measured) {
  const rows: ProofRow[] = [];
  const failures: string[] = [];
  for (const what of waits) {
    const [alone, beside] = [quiet, attacked].map((list) => list.map((each) => each[what]));
    const ms = (list: readonly number[] | undefined, share: number) => Number(percentile(list ?? [], share).toFixed(1));
    const ratio = Number((median(beside ?? []) / median(alone ?? [])).toFixed(2));
    const [quietP95, p95] = [ms(alone, 0.95), ms(beside, 0.95)];
    rows.push({ what, quiet: ms(alone, 0.5), quietP95, attacked: ms(beside, 0.5), p95, n: attacked.length, ratio });
    if (ratio >= mostRatio) failures.push(`the other team's ${what} takes ${ratio} times as long`);
  }
  for (const [what, statuses] of Object.entries(told)) {
    const n = Object.values(statuses).reduce((sum, each) => sum + each, 0);
    const answers = Object.entries(statuses).map(([status, times]) => `${status}: ${times}`);
    rows.push({ what: `asked: ${what}`, n, note: answers.join(", ") });
    if (n < (least[what] ?? 0)) failures.push(`the worst had only ${n} of ${least[what]}: ${what}`);
  }
  return { rows, failures };
}

export const worstTeam: Proof = {
  name: "worst-team",
  title:
    "one team that does its worst delays another team's webhook, claim and page by less than twice, and leaves bounded rows",
  minutes: 4,
  run: async (tools) => {
    const forges = await startForges();
    const plane = await startNodeControlPlane({
      FAIRLEAD_ALLOW_PRIVATE_HOSTS: "127.0.0.1",
      FAIRLEAD_CLIENT_IP_HEADER: "X-Client",
      NODE_EXTRA_CA_CERTS: forges.caFile,
    });
    let worst: Worst | undefined;
    try {
      const work = await theOtherTeam(plane, forges);
      worst = await theWorstTeam(plane, forges);
      for (let i = 0; i < samplesARound; i++) await work();
      const { rows, failures } = judge(await inTurns(plane, work, { ...tools, worst }));
      worst.end();
      for (const { what, count, most } of await rowsLeft(plane, worst.teamId)) {
        rows.push({ what: `left: ${what}`, n: count, note: `at most ${most}` });
        if (count > most) failures.push(`${count} ${what} are left, not ${most}`);
      }
      return { rows, failures };
    } finally {
      worst?.end();
      await plane.stop();
      forges.close();
    }
  },
};
