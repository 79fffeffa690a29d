import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Random } from "../../../../api/src/testing/random.ts";
import { outcomeOf } from "../../../../runner/src/outcome.ts";
import { createRunnerInMemory, payloads } from "../../../../runner/src/testing/fake-jobs.ts";
import { createFakeMachine } from "../../../../runner/src/testing/fake-machine.ts";
import { mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const kinds = ["deploy", "check-server", "sync-routes", "reconcile", "stop", "start", "restart", "remove"] as const;
/** How much of what the server says is changed: most of a job goes well, or only its first call would be tried. */
const shares = [0, 0.02, 0.05, 0.2] as const;

function garbled(random: Random, bytes: Buffer): Buffer {
  if (random.chance(0.5)) return mutateBytes(random, bytes);
  try {
    return Buffer.from(JSON.stringify(mutateJson(random, JSON.parse(bytes.toString("utf8")))) ?? "");
  } catch {
    return mutateBytes(random, bytes);
  }
}

/** With a release command, whose output a server may make up as well. */
const given = {
  ...payloads,
  deploy: (number: number) => {
    const { spec, ...rest } = payloads.deploy(number);
    return {
      ...rest,
      spec: {
        ...spec,
        container: { ...spec.container, releaseCommand: "bin/rails db:migrate", postDeployCommand: "bin/purge" },
      },
    };
  },
};

/** Whole jobs on one server whose Docker, files and proxy say something else than they did. */
export const serverJobs: Target = {
  name: "server-jobs",
  title: "whole jobs on a server that lies in its Docker's answers, its files and its proxy",
  reads: [
    "runner/src/build/buildkit.ts",
    "runner/src/engine/images.ts",
    "runner/src/engine/network.ts",
    "runner/src/drivers/docker/observe.ts",
    "runner/src/plan/server-checks.ts",
    "runner/src/proxies/caddy/admin.ts",
    "runner/src/proxies/caddy/container.ts",
    "runner/src/proxies/caddy/door.ts",
    "runner/src/proxies/caddy/kept-state.ts",
    "runner/src/proxies/caddy/load-document.ts",
    "runner/src/proxies/caddy/start-document.ts",
    "runner/src/proxies/caddy/table.ts",
    "runner/src/proxies/caddy/version.ts",
    "runner/src/build/kinds/dockerfile.ts",
    "runner/src/drivers/docker/server-facts.ts",
    "runner/src/plan/commit-label.ts",
    "runner/src/steps/run-command.ts",
  ],
  cases: 120,
  async tryOne(random) {
    const home = mkdtempSync(join(tmpdir(), "fairlead-fuzz-"));
    let share = 0;
    const machine = createFakeMachine({ garble: (bytes) => (random.chance(share) ? garbled(random, bytes) : bytes) });
    const runner = createRunnerInMemory(machine, { name: "one", home });
    const kind = random.pick(kinds) ?? "deploy";
    try {
      // Of the same deployment another attempt goes on; of another one there is an old version.
      if (random.chance(0.7)) await runner.run(given.deploy(random.chance(0.5) ? 1 : 2));
      share = random.pick(shares) ?? 0;
      const { error, step } = await runner.run(given[kind](2), { attempt: 2, signal: AbortSignal.timeout(4_000) });
      if (error === undefined) return kind;
      const outcome = outcomeOf(error, { step, signal: new AbortController().signal });
      if (outcome?.kind === "fault" && error instanceof TypeError) throw error;
      return `${kind} ${outcome?.kind}`;
    } finally {
      await runner.tools.hosts.closeAll();
      rmSync(home, { recursive: true });
    }
  },
};
