import { join } from "node:path";
import { judgeHostName } from "@fairlead/runner/contract";
import type { Proof, ProofRow, ProofTools } from "../../scripts/prove/proof.ts";
import { ensureNewest } from "../lab/newest/newest.ts";
import { newerCaddy } from "../lab/newest/pins.ts";
import { someHostNames } from "../support/host-names.ts";
import { loadAlone, loadTogether } from "./host-names/documents.ts";
import { tryTable } from "./host-names/table.ts";

const wanted = 9_000;

type Judged = { typed: string[]; taken: string[]; refused: string[] };

function judge(): Judged {
  const typed = [...new Set(someHostNames(wanted))];
  const judged = typed.map((name) => ({ name, judged: judgeHostName(name) }));
  const taken = judged.flatMap((each) => ("host" in each.judged ? [each.judged.host] : []));
  const refused = judged.flatMap((each) => ("refusal" in each.judged ? [each.name] : []));
  return { typed, taken: [...new Set(taken)], refused };
}

export const hostNames: Proof = {
  name: "host-names",
  title: "of 9000 generated names each one that is taken is loaded, found, permitted and certified by each generation",
  minutes: 8,
  async run({ print, signal }) {
    const names = judge();
    const newest = await ensureNewest();
    const programs = { stable: "caddy", newest: join(newest.caddy.folder, newerCaddy.program) };
    const rows: ProofRow[] = [];
    const failures: string[] = names.taken.length >= 5_000 ? [] : [`only ${names.taken.length} names are taken`];
    for (const [caddy, program] of Object.entries(programs)) {
      if (signal.aborted) return { rows, failures: [...failures, "interrupted"] };
      const { row, said } = await tryAll({ print: (line) => print(`${caddy}: ${line}`), signal }, { program, names });
      rows.push({ caddy, typed: names.typed.length, taken: names.taken.length, ...row });
      failures.push(...said.slice(0, 20).map((each) => `${caddy}: ${each}`));
    }
    return { rows, failures };
  },
};

async function tryAll(tools: ProofTools, { program, names }: { program: string; names: Judged }) {
  const alone = await loadAlone(tools, { program, names: names.taken });
  const together = await loadTogether({ program, names: names.taken });
  const table = await tryTable(tools, { program, ...names });
  return {
    row: { "refused alone": alone.length, "refused together": together.length, ...table.row },
    said: [...alone, ...together, ...table.said],
  };
}
