import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ForgeKind } from "../lab/deliver-push.ts";
import { ask } from "../support/ask.ts";
import type { ControlPlane } from "../support/control-plane.ts";
import { untilEnded } from "../support/deployments.ts";
import { until } from "../support/until.ts";
import { aWorldOn, type World } from "../support/world.ts";

const answering = async (application: { host: string; ip: string }, part: string) =>
  until(`${application.host} to answer ${part}`, async () => {
    const answer = await ask({ ...application, path: "/" });
    return answer.status === 200 && answer.body.includes(part) ? answer : undefined;
  });

/** What a push must do, on whichever home the control plane lives. */
export function pushToDeploy(startControlPlane: (env: Record<string, string>) => Promise<ControlPlane>): void {
  let world: World;
  beforeAll(async () => {
    world = await aWorldOn({ servers: 2, startControlPlane });
  });
  afterAll(() => world?.stop());

  describe("a push becomes a running, routed container", () => {
    test.each<[ForgeKind, number]>([
      ["github", 0],
      ["gitlab", 1],
      ["bitbucket", 0],
      ["gitea", 1],
    ])("the new version answers with its commit after a push to %s", async (forge, server) => {
      const application = await world.anApplication({ fixture: "healthy", name: `shop-${forge}`, forge, server });
      const push = await world.push(application, { "version.txt": "two\n" });
      const deployment = await world.ended(application, push.after);
      expect(deployment).toMatchObject({ status: "succeeded", cause: null });
      const answer = await answering(application, push.after);
      expect(JSON.parse(answer.body)).toMatchObject({ commit: push.after, version: "two" });
    });

    test("an application installs its real dependencies during the build through the server's outbound proxy", async () => {
      const application = await world.anApplication({ fixture: "npm-deps" });
      const push = await world.push(application, { "version.txt": "two\n" });
      expect(await world.ended(application, push.after)).toMatchObject({ status: "succeeded", cause: null });
      expect((await answering(application, push.after)).body).toContain('"madeWith":"express"');
    });

    test("a directory of static files is published and a single page application falls back to its index", async () => {
      const settings = { build: { kind: "static", spaFallback: true } };
      const application = await world.anApplication({ fixture: "spa", server: 1, settings });
      const push = await world.push(application, { "version.txt": "two\n" });
      expect(await world.ended(application, push.after)).toMatchObject({ status: "succeeded", cause: null });
      expect((await world.ask(application, "/version.txt")).body).toBe("two\n");
      expect((await world.ask(application, "/any/deep/link")).status).toBe(200);
    });

    test("a ready image is pulled and runs on the server", async () => {
      const { api } = world.controlPlane;
      const server = world.servers[0];
      const body = {
        name: "ready-image",
        environmentId: world.environmentId,
        destinationId: server?.destinationId,
        origin: { kind: "image", image: "caddy:2" },
        container: { port: 80 },
      };
      const { id } = await api.post<{ id: string }>("/applications", body);
      const host = world.lab.domain(0, "ready-image");
      await api.post(`/applications/${id}/domains`, { host, scheme: "http" });
      const { id: deployment } = await api.post<{ id: string }>(`/applications/${id}/deployments`);
      expect(await untilEnded(api, deployment)).toMatchObject({ status: "succeeded", cause: null });
      expect((await ask({ host, ip: server?.ip ?? "", path: "/" })).status).toBe(200);
    });
  });

  test("two applications on one repository are both deployed by one push", async () => {
    const first = await world.anApplication({ fixture: "healthy", name: "twin-one" });
    const { api } = world.controlPlane;
    const origin = { kind: "git", sourceId: first.source.id, repositoryUrl: first.repository.httpsUrl, branch: "main" };
    const body = {
      name: "twin-two",
      environmentId: world.environmentId,
      destinationId: world.servers[1]?.destinationId,
      origin,
    };
    const second = { ...first, ...(await api.post<{ id: string }>("/applications", body)) };
    const push = await world.push(first, { "version.txt": "both\n" });
    expect(await world.ended(first, push.after)).toMatchObject({ status: "succeeded" });
    expect(await world.ended(second, push.after)).toMatchObject({ status: "succeeded" });
  });

  test("values of variables arrive in the container byte for byte", async () => {
    const application = await world.anApplication({ fixture: "healthy", name: "variables" });
    const values = {
      BCRYPT: "$2a$12$abcdefghijklmnopqrstuv",
      QUOTES: `a'b"c`,
      HASH: "#x",
      TRAILING: "ends with a space ",
      PEM: "-----BEGIN KEY-----\nline one\nline two\n-----END KEY-----\n",
      BRACES: "${X} $(id) `id`",
      EMOJI: "⚓ naïve",
      LONG: "x".repeat(32_768),
    };
    const variables = Object.entries(values).map(([key, value]) => ({ key, value }));
    await world.controlPlane.api.put(`/applications/${application.id}/variables`, { variables });
    const push = await world.push(application, { "version.txt": "env\n" });
    expect(await world.ended(application, push.after)).toMatchObject({ status: "succeeded" });
    for (const [key, value] of Object.entries(values))
      expect((await world.ask(application, `/env/${key}`)).body).toBe(value);
  });
}
