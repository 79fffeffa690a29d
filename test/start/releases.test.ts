import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiProduct, buildWhatChanged, runnerProduct } from "../../scripts/build/products.ts";
import { type KeptInstance, openKept } from "../history/kept-instance.ts";
import { type Programs, releases, unpackPrograms } from "../history/releases.ts";
import { untilEnded } from "../support/deployments.ts";
import { until } from "../support/until.ts";

// Control plane and runner are updated at different times, and a state folder is opened by whatever version comes next.

type Items = { items: { id: string; name?: string }[] };

beforeAll(async () => {
  await buildWhatChanged([apiProduct, runnerProduct]);
});

describe.each(releases)("release $version", (about) => {
  let programs: Programs;
  beforeAll(() => {
    programs = unpackPrograms(about);
  });
  afterAll(() => programs?.remove());

  const pairs: [string, () => { controlPlane: string; runner: string }][] = [
    ["its runner and this control plane", () => ({ controlPlane: apiProduct.output, runner: programs.runner })],
    [
      "this runner and its control plane",
      () => ({ controlPlane: programs.controlPlane, runner: runnerProduct.output }),
    ],
  ];
  test.each(pairs)("%s do the job that was queued, and a check", async (_name, choose) => {
    const { controlPlane, runner } = choose();
    const kept = await openKept(about, controlPlane);
    try {
      const program = kept.startRunner(runner);
      // The kept servers have a key that no server shows: that is what the runner has to tell, with its steps and its log.
      const ended = await untilEnded(kept.api, about.queued.deployment, 60_000);
      expect([ended.cause?.class, program.output()]).toEqual(["host-key-changed", program.output()]);
      expect(ended.steps.find(({ name }) => name === "connect")?.status).toBe("failed");
      const log = await kept.api.get<{ chunks: { text: string }[] }>(`/deployments/${about.queued.deployment}/log`);
      expect(log.chunks.map(({ text }) => text).join("")).toContain(ended.cause?.sentence);
      await untilChecked(kept);
    } finally {
      await kept.stop();
    }
  });

  describe("its state, opened by this control plane,", () => {
    let kept: KeptInstance;
    beforeAll(async () => {
      kept = await openKept(about, apiProduct.output);
    });
    afterAll(() => kept?.stop());

    test.each(["/projects", "/servers", "/runners", "/sources", "/deployments", "/channels", "/destinations"])(
      "has its %s",
      async (path) => {
        expect((await kept.api.get<Items>(path)).items.length).toBeGreaterThan(0);
      },
    );

    test("has every application with its releases, its variables and its domains", async () => {
      const { items } = await kept.api.get<Items>("/applications");
      expect(items.length).toBeGreaterThanOrEqual(5);
      for (const { id } of items) {
        const application = await kept.api.get<{ activeDeployment: { id: string } | null }>(`/applications/${id}`);
        const { id: active } = application.activeDeployment ?? { id: "none" };
        expect(await kept.api.get(`/deployments/${active}`)).toMatchObject({ status: "succeeded", cause: null });
        await kept.api.get(`/applications/${id}/deployments`);
        await kept.api.get(`/applications/${id}/domains`);
      }
      const { application } = about.queued;
      const variables = await kept.api.get<Items>(`/applications/${application}/variables`);
      const [first] = variables.items;
      expect(await kept.api.get(`/variables/${first?.id}/value`)).toMatchObject({
        value: expect.stringMatching(/^a value for/),
      });
    });

    test("is changed like any other", async () => {
      const { application } = about.queued;
      const changed = await kept.api.patch<{ container: { port: number } }>(`/applications/${application}`, {
        container: { port: 4000 },
      });
      expect(changed.container.port).toBe(4000);
    });
  });
});

async function untilChecked({ api }: KeptInstance) {
  const server = (await api.get<Items>("/servers")).items[0]?.id;
  const before = Date.now() - 60_000;
  await api.post(`/servers/${server}/check`);
  await until("the check to be told", async () => {
    const view = await api.get<{ checkedAt: number | null }>(`/servers/${server}`);
    return (view.checkedAt ?? 0) > before ? true : undefined;
  });
}
