import { schema } from "@fairlead/db";
import type { Cause, JobOutcome } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bumpRoutes, serverRoutes } from "../../routing/server-routes.ts";
import type { Actor } from "../../rules/permissions.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { aRunner, aServer } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createChannel } from "../../work/notifications/create-channel.ts";
import { applyServerCheck } from "./apply-check.ts";
import { checkDueServers } from "./check-due.ts";
import { confirmHostKey } from "./confirm-host-key.ts";
import { createServer } from "./create-server.ts";
import { deleteServer } from "./delete-server.ts";
import { getServer } from "./get-server.ts";
import { getServerRow } from "./servers.store.ts";
import { updateServer } from "./update-server.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const key = (letter: string) => ({ hostKey: `ssh-ed25519 ${letter.repeat(68)}`, fingerprint: `SHA256:${letter}` });
type Result = Extract<Extract<JobOutcome, { kind: "succeeded" }>["result"], { kind: "check-server" }>;
const checked = (result: Partial<Result>): JobOutcome => ({
  kind: "succeeded",
  result: {
    kind: "check-server",
    reachable: true,
    seen: key("a"),
    lines: [],
    facts: null,
    cause: null,
    missing: [],
    certificates: [],
    ...result,
  },
});
const unreachableCause: Cause = {
  class: "server-unreachable",
  step: null,
  sentence: "Nothing answers on 203.0.113.7:22.",
  evidence: ["connect ETIMEDOUT"],
  nextAction: "Look whether the machine is up.",
};
const unreachable = checked({ reachable: false, seen: null, cause: unreachableCause });

const report = (serverId: string, outcome: JobOutcome) => {
  deps.clock.advance(1);
  return applyServerCheck(deps, { teamId: actor.teamId, serverId, startedAt: deps.clock.now() }, outcome);
};
const row = (id: string) => getServerRow(deps.db, actor.teamId, id);
const jobsOf = (id: string) => deps.db.select().from(schema.job).where(eq(schema.job.serverId, id));
const news = () => deps.db.select().from(schema.notification).orderBy(schema.notification.id);

async function aTrustedServer() {
  const server = await aServer(deps, actor);
  await report(server.id, checked({}));
  await confirmHostKey(deps, actor, { id: server.id, fingerprint: "SHA256:a" });
  await report(server.id, checked({}));
  return server.id;
}

async function aListeningChannel() {
  await createChannel(deps, actor, {
    name: "ops",
    settings: { kind: "email", addresses: ["ops@fairlead.test"] },
    events: ["server.unreachable", "server.recovered"],
    isEnabled: true,
  });
}

test("the routes of a server that is added again are of a revision higher than any it had before", async () => {
  const server = await aServer(deps, actor);
  const set = { routesRevision: server.routesRevision + 50 };
  await deps.db.update(schema.server).set(set).where(eq(schema.server.id, server.id));
  await deleteServer(deps, actor, { id: server.id });
  deps.clock.advance(60_000);
  const again = await aServer(deps, actor);
  expect(again.routesRevision).toBeGreaterThan(set.routesRevision);
  expect(again.appliedRoutesRevision).toBe(again.routesRevision);
});

test("a new server is pending, has a destination and its first check is queued", async () => {
  const server = await aServer(deps, actor);
  const view = await getServer(deps, actor, server);
  expect(view).toMatchObject({ state: "pending", isChecking: true, applicationCount: 0 });
  expect(view.destinations).toEqual([
    { id: expect.stringMatching(/^dst_/), name: "default", network: expect.stringMatching(/^fairlead-[0-9a-z]{26}$/) },
  ]);
  expect((await jobsOf(server.id)).map((job) => job.kind)).toEqual(["check-server"]);
});

test("a runner of another team is answered like one that does not exist", async () => {
  const foreign = await aRunner(deps, await aTeam(deps));
  await expect(aServer(deps, actor, { runnerId: foreign.id })).rejects.toMatchObject({ code: "runner.not_found" });
});

test("the same host and port twice is one machine and refused", async () => {
  await aServer(deps, actor);
  await expect(aServer(deps, actor)).rejects.toMatchObject({ code: "server.address_taken" });
});

test("a runner's own machine becomes a server only once", async () => {
  const { id: runnerId } = await aRunner(deps, actor);
  const { host: _h, port: _p, user: _u, ...ssh } = { ...(await aServer(deps, actor, { runnerId })), runnerId };
  const {
    proxy,
    acmeEmail,
    acmeDirectory,
    acmeTrustedRoots,
    httpProxy,
    httpsProxy,
    noProxy,
    trustedProxies,
    buildConcurrency,
    dockerSocket,
  } = ssh;
  const settings = {
    proxy,
    acmeEmail,
    acmeDirectory,
    acmeTrustedRoots,
    httpProxy,
    httpsProxy,
    noProxy,
    trustedProxies,
    buildConcurrency,
    dockerSocket,
  };
  const local = { kind: "local" as const, name: "here", runnerId, ...settings };
  const { id } = await createServer(deps, actor, local);
  expect(toServerTarget(await row(id))).toEqual({ kind: "local", server: id, dockerSocket: null });
  await expect(createServer(deps, actor, local)).rejects.toMatchObject({ code: "server.local_exists" });
});

describe("host keys", () => {
  test("the first key seen waits for a person and is not pinned by itself", async () => {
    const server = await aServer(deps, actor);
    await report(server.id, checked({}));
    expect(await row(server.id)).toMatchObject({ state: "untrusted", hostKey: null, seenFingerprint: "SHA256:a" });
    expect(toServerTarget(await row(server.id))).toMatchObject({ hostKey: null });
  });

  test("confirming the exact fingerprint pins the key and checks again", async () => {
    const server = await aServer(deps, actor);
    await report(server.id, checked({}));
    await expect(confirmHostKey(deps, actor, { id: server.id, fingerprint: "SHA256:b" })).rejects.toMatchObject({
      code: "server.fingerprint_mismatch",
    });
    await confirmHostKey(deps, actor, { id: server.id, fingerprint: "SHA256:a" });
    expect(await row(server.id)).toMatchObject({ state: "pending", hostKey: key("a").hostKey, seenHostKey: null });
    expect(await deps.db.select().from(schema.audit)).toContainEqual(
      expect.objectContaining({ action: "server.confirm_host_key", target: server.id }),
    );
    await report(server.id, checked({}));
    expect(await row(server.id)).toMatchObject({ state: "ready", hostKeyFingerprint: "SHA256:a" });
  });

  test("a changed key makes the server untrusted, keeps the pin and is told once", async () => {
    await aListeningChannel();
    const id = await aTrustedServer();
    await report(id, checked({ seen: key("b") }));
    await report(id, checked({ seen: key("b") }));
    expect(await row(id)).toMatchObject({ state: "untrusted", hostKey: key("a").hostKey, seenFingerprint: "SHA256:b" });
    expect((await news()).map(({ event }) => event)).toEqual(["server.unreachable"]);
  });

  test("the confirmed key coming back makes the server usable again", async () => {
    const id = await aTrustedServer();
    await report(id, checked({ seen: key("b") }));
    await report(id, checked({}));
    expect(await row(id)).toMatchObject({ state: "ready", seenHostKey: null, seenFingerprint: null });
  });

  test("another address takes the trust back and asks for a new check", async () => {
    const id = await aTrustedServer();
    await updateServer(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "server", id), host: "203.0.113.8" },
    });
    expect(await row(id)).toMatchObject({ state: "pending", hostKey: null, hostKeyFingerprint: null });
  });

  test("another socket of Docker keeps the trust, is asked anew and told to the runner", async () => {
    const id = await aTrustedServer();
    const dockerSocket = "/run/user/1000/docker.sock";
    // The check that is queued already would do as well.
    await deps.db.delete(schema.job);
    await updateServer(deps, actor, { id, set: { revision: await revisionOf(deps.db, "server", id), dockerSocket } });
    expect(await row(id)).toMatchObject({ state: "pending", hostKeyFingerprint: "SHA256:a" });
    expect(toServerTarget(await row(id))).toMatchObject({ dockerSocket });
    expect((await getServer(deps, actor, { id })).dockerSocket).toBe(dockerSocket);
    expect(await jobsOf(id)).toMatchObject([{ kind: "check-server", state: "queued" }]);
  });

  test("a result of a check that began before the address changed is not believed", async () => {
    const id = await aTrustedServer();
    const startedAt = deps.clock.now();
    deps.clock.advance(1_000);
    await updateServer(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "server", id), host: "203.0.113.8" },
    });
    await applyServerCheck(deps, { teamId: actor.teamId, serverId: id, startedAt }, checked({ seen: key("c") }));
    expect(await row(id)).toMatchObject({ state: "pending", seenFingerprint: null });
  });

  test("a member may not confirm a host key", async () => {
    const member = { ...actor, role: "member" as const };
    await expect(
      confirmHostKey(deps, member, { id: await aTrustedServer(), fingerprint: "SHA256:a" }),
    ).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("periodic checks", () => {
  test("one failed check is a hiccup, the second in a row is told once", async () => {
    await aListeningChannel();
    const id = await aTrustedServer();
    await report(id, unreachable);
    expect(await row(id)).toMatchObject({ state: "ready", failedChecks: 1 });
    expect(await news()).toEqual([]);
    await report(id, unreachable);
    await report(id, unreachable);
    expect(await row(id)).toMatchObject({ state: "unreachable", failedChecks: 3 });
    expect((await news()).map(({ event }) => event)).toEqual(["server.unreachable"]);
  });

  test("a server that answers again is told once, and a later outage anew", async () => {
    await aListeningChannel();
    const id = await aTrustedServer();
    for (const outcome of [unreachable, unreachable, checked({}), checked({}), unreachable, unreachable])
      await report(id, outcome);
    expect((await news()).map(({ event }) => event)).toEqual([
      "server.unreachable",
      "server.recovered",
      "server.unreachable",
    ]);
  });

  test("a server that never answered is shown unreachable but nobody is told", async () => {
    await aListeningChannel();
    const server = await aServer(deps, actor);
    await report(server.id, unreachable);
    expect(await row(server.id)).toMatchObject({ state: "unreachable", checkCause: unreachableCause });
    expect(await news()).toEqual([]);
  });

  test("a server that refuses the runner's key is failing, with what to do", async () => {
    const server = await aServer(deps, actor);
    const cause = { ...unreachableCause, class: "server-auth-refused" as const };
    await report(server.id, checked({ reachable: false, seen: null, cause }));
    expect(await row(server.id)).toMatchObject({ state: "failing", checkCause: cause });
  });

  test("a fault of the runner says nothing about the server", async () => {
    const id = await aTrustedServer();
    await report(id, { kind: "fault", cause: { ...unreachableCause, class: "internal" } });
    expect(await row(id)).toMatchObject({ state: "ready", failedChecks: 0, checkCause: { class: "internal" } });
  });

  test("failed lines make it failing and warnings only a warning", async () => {
    const id = await aTrustedServer();
    const line = { name: "disk" as const, sentence: "2 GB are free.", fix: null };
    await report(id, checked({ lines: [{ ...line, status: "warning" }] }));
    expect((await row(id)).state).toBe("warning");
    await report(
      id,
      checked({
        lines: [
          { ...line, status: "warning" },
          { ...line, status: "failed" },
        ],
      }),
    );
    expect((await row(id)).state).toBe("failing");
  });

  test("a due server is queued by exactly one of two timers", async () => {
    const id = await aTrustedServer();
    await deps.db.delete(schema.job).where(eq(schema.job.serverId, id));
    deps.clock.advance(5 * 60_000);
    await deps.db.update(schema.runner).set({ lastSeenAt: deps.clock.now() });
    await Promise.all([checkDueServers(deps), checkDueServers(deps)]);
    expect((await jobsOf(id)).map((job) => job.kind)).toEqual(["check-server"]);
  });

  test("every server that is due is queued in one turn, however many there are", async () => {
    const first = await row(await aTrustedServer());
    const ids = Array.from({ length: 240 }, (_, i) => `srv_${String(i).padStart(4, "0")}`);
    for (const id of ids)
      await deps.db.insert(schema.server).values({ ...first, id, name: id, host: `${id}.test`, kind: "ssh" });
    await deps.db.delete(schema.job);
    deps.clock.advance(5 * 60_000);
    await deps.db.update(schema.runner).set({ lastSeenAt: deps.clock.now() });
    let statements = 0;
    const { batch } = deps.db.$client;
    deps.db.$client.batch = (...given) => {
      statements++;
      return batch.apply(deps.db.$client, given);
    };
    await checkDueServers(deps);
    expect(await deps.db.select().from(schema.job)).toHaveLength(241);
    expect(statements).toBe(3);
  });

  test("a runner that falls silent makes its servers unreachable and is told", async () => {
    await aListeningChannel();
    const id = await aTrustedServer();
    deps.clock.advance(4 * 60_000);
    await checkDueServers(deps);
    await checkDueServers(deps);
    expect(await row(id)).toMatchObject({ state: "unreachable", checkCause: { class: "lost-runner" } });
    expect((await news()).map(({ event }) => event)).toEqual(["server.unreachable"]);
  });
});

test("the routes document carries the revision it was bumped to and opens the probe secret", async () => {
  const server = await aServer(deps, actor);
  await bumpRoutes(deps.db, actor.teamId, server.id);
  const routes = await serverRoutes(deps, actor.teamId, server.id);
  expect(routes).toMatchObject({ revision: server.routesRevision + 1, applications: [], acme: { email: null } });
  expect(routes.probeSecret.length).toBeGreaterThanOrEqual(20);
  expect(server.probeSecret).not.toContain(routes.probeSecret);
});

test("a server moved to another runner takes its queued jobs along", async () => {
  const server = await aServer(deps, actor);
  const other = await aRunner(deps, actor, { name: "harbour-2" });
  await updateServer(deps, actor, {
    id: server.id,
    set: { revision: await revisionOf(deps.db, "server", server.id), runnerId: other.id },
  });
  expect((await jobsOf(server.id)).map((job) => job.runnerId)).toEqual([other.id]);
});

test("an unused server goes with its destination and its jobs", async () => {
  const server = await aServer(deps, actor);
  await deleteServer(deps, actor, server);
  expect(await deps.db.select().from(schema.destination)).toEqual([]);
  expect(await jobsOf(server.id)).toEqual([]);
});
