import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcedureName } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/check/repository.ts";
import { ask } from "../support/ask.ts";
import { containers } from "../support/containers.ts";
import type { ApplicationOrder, DeploymentView } from "../support/deployments.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";
import { type Deaths, nameOf } from "./kill-matrix.deaths.ts";

const port = 15_000;
const serverOf = (fixture: string) => readFileSync(join(root, "test/fixtures/apps", fixture, "server.mjs"), "utf8");

const usual = { keepReleases: 2, health: { deadlineMs: 6_000 } };
/** What makes deployments of an application go by each procedure. */
const settingsOf: { [P in ProcedureName]?: ApplicationOrder["settings"] } = {
  overlap: usual,
  replace: { ...usual, container: { stopGraceSeconds: 2, hostPort: { port, address: "0.0.0.0" } } },
};

type Subject = WorldApplication & {
  /** What serves now. */
  serves: DeploymentView;
};

/** Kills the runner at each of these, in a world of their own. */
export function killMatrix(deaths: readonly Deaths[]): void {
  let world: World;
  const subjects = new Map<ProcedureName, Subject>();
  let round = 0;

  const pushTo = (application: WorldApplication, version: string, fixture = "healthy") =>
    world.push(application, { "version.txt": `${version}\n`, "server.mjs": serverOf(fixture) });

  beforeAll(async () => {
    world = await aWorld({ servers: 1 });
    for (const procedure of new Set(deaths.map((each) => each.procedure)))
      subjects.set(procedure, await aSubject(procedure));
  });
  afterAll(() => world?.stop());

  /** As many releases as are kept, so that each further deployment has an old one to remove. */
  async function aSubject(procedure: ProcedureName): Promise<Subject> {
    const settings = settingsOf[procedure];
    if (!settings) throw new Error(`nothing here makes a deployment go by ${procedure}`);
    const order = { fixture: "healthy", name: `shop-${procedure}`, settings };
    const application = await world.anApplication(order);
    let serves: DeploymentView | undefined;
    for (const version of ["one", "two"]) {
      serves = await world.ended(application, (await pushTo(application, version)).after);
      expect(serves).toMatchObject({ status: "succeeded" });
    }
    if (!serves) throw new Error("nothing was deployed");
    return { ...application, serves };
  }

  const die = async (place: string) => {
    world.runner.start({ FAIRLEAD_ENABLE_FAILPOINTS: "1", FAIRLEAD_FAILPOINT: `${place}:kill` });
    const isDead = async () => (world.runner.program().isRunning() ? undefined : true);
    await until(`the runner to die at ${place}`, isDead, { withinMs: 60_000 });
  };

  /** One runs and has the name that requests follow; the others are kept for going back, and nobody waits for any of them. */
  const expectAlone = async (application: Subject, deployment: DeploymentView) => {
    const all = await containers(world.lab.server(0));
    const own = all.filter(({ labels }) => labels["fairlead.application"] === application.id);
    const running = own.filter(({ state }) => state === "running");
    expect(running.map(({ labels }) => labels["fairlead.deployment"])).toEqual([deployment.id]);
    expect(running.map(({ name }) => name)).toEqual([expect.stringMatching(/^live-/)]);
    const others = own.filter(({ state }) => state !== "running").map(({ name }) => name);
    expect(others.filter((name) => !name.endsWith("-retired"))).toEqual([]);
    expect(others.length).toBeLessThanOrEqual(1);
  };

  const commitAnswering = async ({ host, ip }: Subject, at = 80) => {
    const answer = await ask({ host, ip, path: "/", port: at });
    return answer.status === 200 ? (JSON.parse(answer.body) as { commit: string }).commit : undefined;
  };

  describe.each(deaths.map((each): [string, Deaths] => [nameOf(each), each]))("%s", (_name, given) => {
    const { procedure, places, withNewDomain = false, isBroken = false } = given;

    test("at the end one version serves, and nothing of the others is left but what is kept", async () => {
      const application = subjects.get(procedure);
      if (!application) throw new Error(`nothing goes by ${procedure} here`);
      const before = application.serves;
      await world.runner.halt();
      const watch = watchAnswers(application);
      const host = world.lab.domain(0, `round-${++round}`);
      if (withNewDomain)
        await world.controlPlane.api.post(`/applications/${application.id}/domains`, { host, scheme: "http" });
      const push = await pushTo(application, `round ${round}`, isBroken ? "never-healthy" : "healthy");
      for (const place of places) await die(place);
      world.runner.start();

      const deployment = await world.ended(application, push.after);
      const serves = isBroken ? before : deployment;
      application.serves = serves;
      await until("what serves to answer", async () =>
        (await commitAnswering(application)) === serves.commit ? true : undefined,
      );
      const { failed, commits } = await watch.stop();
      expect(deployment.status).toBe(isBroken ? "failed" : "succeeded");
      await expectAlone(application, serves);
      expect(commits.at(-1)).toBe(serves.commit);
      if (procedure === "overlap") expect(failed).toEqual([]);
      if (procedure === "replace") {
        expect(await commitAnswering(application, port)).toBe(serves.commit);
        if (isBroken) expect(deployment.cause?.sentence).toContain("The version before it was started again.");
      }
      if (!isBroken) expect(deployment.cause).toBeNull();
      for (const sequence of await attemptsOf(world.controlPlane.api, deployment.id)) {
        expect(sequence).toEqual(sequence.map((_, index) => index));
      }
      if (withNewDomain)
        await until(`${host} to be served`, async () =>
          (await world.ask({ ...application, host })).status === 200 ? true : undefined,
        );
    });
  });
}
