import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeIn, howItWent, own, startReal } from "./real-start.ts";

const inFolder = <T>(work: (home: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-killed-"));
  return work(join(folder, "home")).finally(() => rmSync(folder, { recursive: true, force: true }));
};

/** How many steps a first start takes until it listens. */
export const countSteps = (): Promise<number> =>
  inFolder(async (home) => {
    const start = await startReal(home, { killedAt: -1 });
    await howItWent(start);
    await start.program.stop();
    return Number(start.program.output().match(/(\d+) steps/)?.[1] ?? 0);
  });

const read = (home: string, name: string) => {
  try {
    return readFileSync(join(home, name), "utf8").trim();
  } catch {
    return undefined;
  }
};

export interface Judged {
  /** What the start did when it was killed; undefined: it was up before that step. */
  killedAt: string | undefined;
  /** What does not hold after the start that followed; undefined: all does. */
  wrong: string | undefined;
}

/** A first start that is killed at this step, and the start after it. */
export const judgeKilledStart = (step: number): Promise<Judged> =>
  inFolder(async (home) => {
    const killed = await startReal(home, { killedAt: step });
    await howItWent(killed);
    await killed.program.kill();
    const killedAt = killed.program.output().match(/^killed at (.*)$/m)?.[1];
    const secret = read(home, "secret");
    const next = await startReal(home);
    try {
      const isUp = (await howItWent(next)) === "listens";
      const wrong = isUp
        ? await wrongWith(home, { url: next.url, secret })
        : `the next start ended: ${next.program.output().slice(-500)}`;
      return { killedAt, wrong };
    } finally {
      await next.program.stop();
    }
  });

async function wrongWith(home: string, { url, secret }: { url: string; secret: string | undefined }) {
  const code = codeIn(home);
  if (code.length < 16) return `a code of ${code.length} signs`;
  if (secret && secret !== read(home, "secret")) return "a secret that may have sealed something was replaced";
  if ((read(home, "secret") ?? "").length < 32) return "the secret is no whole one";
  const drafts = readdirSync(home).filter((name) => name.endsWith(".draft"));
  if (drafts.length > 0) return `${drafts.join(", ")} was left behind`;
  for (const part of ["", code.slice(0, 8), code.slice(0, -1)]) {
    const status = await own(url, part);
    if (status < 400) return `a code of ${part.length} signs was answered ${status}`;
  }
  const status = await own(url, code);
  return status === 201 ? undefined : `the code of the folder was answered ${status}`;
}
