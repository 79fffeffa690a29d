import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcedureName } from "@fairlead/runner/contract";
import { afterAll, beforeAll, expect } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import type { Push } from "../lab/forge/push.ts";
import { ask } from "../support/ask.ts";
import { containers } from "../support/containers.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import type { ApplicationOrder, DeploymentView } from "../support/deployments.ts";
import { until } from "../support/until.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

const port = 15_000;
const serverOf = (fixture: string) => readFileSync(join(root, "test/fixtures/apps", fixture, "server.mjs"), "utf8");

/** What a version does once it is started. */
const versions = {
  healthy: serverOf("healthy"),
  slow: `await new Promise((go) => setTimeout(go, 3_000));\n${serverOf("healthy")}`,
  broken: serverOf("never-healthy"),
};

const commands = { releaseCommand: "echo prepared", postDeployCommand: "echo followed" };
const usual = { keepReleases: 2, health: { deadlineMs: 6_000 }, container: commands };
/** What makes deployments of an application go by each procedure. */
const settingsOf: { [P in ProcedureName]?: ApplicationOrder["settings"] } = {
  overlap: usual,
  replace: { ...usual, container: { ...commands, stopGraceSeconds: 2, hostPort: { port, address: "0.0.0.0" } } },
};

export type Subject = WorldApplication & {
  procedure: ProcedureName;
  /** What serves now. */
  serves: DeploymentView;
};

/** One server with an application for each procedure. */
export type MatrixWorld = {
  world: World<NodeControlPlane>;
  subjectOf: (procedure: ProcedureName) => Subject;
  push: (subject: Subject, version: keyof typeof versions) => Promise<Push>;
  /** Waits until what should serve answers, and holds that it does so alone. */
  expectServing: (subject: Subject) => Promise<void>;
};

/** Opens it before the tests of a file and stops it after them. */
export function matrixWorldOf(rows: readonly { procedure: ProcedureName }[]): () => MatrixWorld {
  let matrix: MatrixWorld | undefined;
  beforeAll(async () => {
    matrix = await aMatrixWorld(new Set(rows.map(({ procedure }) => procedure)));
  });
  afterAll(() => matrix?.world.stop());
  return () => {
    if (matrix) return matrix;
    throw new Error("the world is not open");
  };
}

async function aMatrixWorld(procedures: Iterable<ProcedureName>): Promise<MatrixWorld> {
  const world = await aWorld({ servers: 1 });
  const subjects = new Map<ProcedureName, Subject>();
  let pushed = 0;
  const push = (to: WorldApplication, version: keyof typeof versions) =>
    world.push(to, { "version.txt": `round ${++pushed}\n`, "server.mjs": versions[version] });
  for (const procedure of procedures) {
    const settings = settingsOf[procedure];
    if (!settings) throw new Error(`nothing here makes a deployment go by ${procedure}`);
    const application = await world.anApplication({ fixture: "healthy", name: `shop-${procedure}`, settings });
    // As many releases as are kept, so that each further deployment has an old one to remove.
    for (let release = 0; release < usual.keepReleases; release++) {
      const serves = await world.ended(application, (await push(application, "healthy")).after);
      expect(serves).toMatchObject({ status: "succeeded" });
      subjects.set(procedure, { ...application, procedure, serves });
    }
  }
  return {
    world,
    subjectOf: (procedure) => {
      const subject = subjects.get(procedure);
      if (subject) return subject;
      throw new Error(`nothing goes by ${procedure} here`);
    },
    push,
    expectServing: (subject) => expectServing(world, subject),
  };
}

async function commitAnswering({ host, ip }: Subject, at: number): Promise<string | undefined> {
  const answer = await ask({ host, ip, path: "/", port: at }).catch(() => undefined);
  return answer?.status === 200 ? (JSON.parse(answer.body) as { commit: string }).commit : undefined;
}

/** One runs and has the name that requests follow; what else there is stays for going back, and nobody waits for any of it. */
async function expectServing({ lab }: World, subject: Subject): Promise<void> {
  const { serves, procedure, id } = subject;
  const doors = procedure === "replace" ? [80, port] : [80];
  for (const door of doors)
    await until(`${serves.commit} to answer at ${door}`, async () =>
      (await commitAnswering(subject, door)) === serves.commit ? true : undefined,
    );
  const own = (await containers(lab.server(0))).filter(({ labels }) => labels["fairlead.application"] === id);
  const running = own.filter(({ state }) => state === "running");
  expect(running.map(({ labels }) => labels["fairlead.deployment"])).toEqual([serves.id]);
  expect(running.map(({ name }) => name)).toEqual([expect.stringMatching(/^live-/)]);
  const others = own.filter(({ state }) => state !== "running");
  const retired = others.filter(({ name }) => name.endsWith("-retired"));
  // What ran once it served has ended, and its container tells later attempts so. The next deployment takes it away, also one that fails.
  const followed = others.filter(({ name }) => name.endsWith("-post-deploy-command"));
  expect(others.filter((each) => !retired.includes(each) && !followed.includes(each))).toEqual([]);
  expect([[], [serves.id]]).toContainEqual(followed.map(({ labels }) => labels["fairlead.deployment"]));
  expect(retired.length).toBeLessThan(usual.keepReleases);
}
