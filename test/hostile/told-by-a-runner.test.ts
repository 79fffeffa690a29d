import { schema } from "@fairlead/db";
import type { CheckLine, JobOutcome } from "@fairlead/runner/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newApiToken } from "../../api/src/people/tokens/new-api-token.ts";
import { oneLine } from "../../api/src/rules/one-line.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../api/src/testing/flow.ts";
import { aChunk, aRunnerClient, aStep, leaseOf } from "../../api/src/testing/runner.ts";
import { type TestApp, testApp } from "../../api/src/testing/test-app.ts";
import { hostile } from "./strings.ts";

// A hostile repository or server speaks through the runner: commits, log lines, error texts, versions. All of it is shown as it came.

let world: TestApp;
let flow: FlowWorld;
let token: string;
let applicationId: string;
let runner: ReturnType<typeof aRunnerClient>;
beforeAll(async () => {
  world = await testApp();
  flow = await aFlowWorld(world.deps);
  applicationId = await anApplication(world.deps, flow);
  runner = aRunnerClient(world.deps, flow);
  const { teamId, userId } = flow.actor;
  const made = await newApiToken(world.deps, { teamId, userId, name: "test", scope: "admin", expiresInDays: 1 });
  await made.statement;
  token = made.token;
  // A member's address is asked nothing before it is written to.
  const people = await world.deps.db.select().from(schema.user);
  const settings = { kind: "email", addresses: people.map(({ email }) => email) };
  await world.send("/api/v1/channels", { json: { name: "mail", settings, events: ["deployment.failed"] }, token });
});
afterAll(() => world?.deps.dispose());

const get = async (path: string) => (await world.send(`/api/v1${path}`, { token })).body;
/** What the contract has room for. Half a character and NUL never get here: the runner replaces them in what it reads. */
const short = Object.entries(hostile)
  .map(([name, text]): [string, string] => [name, text.toWellFormed().slice(0, 200)])
  .filter(([name]) => !["lone surrogate", "NUL", "NUL in a path"].includes(name));

async function aClaimedDeployment() {
  const path = `/api/v1/applications/${applicationId}/deployments`;
  const { body } = await world.send(path, { json: {}, token });
  return { id: String(body.id), lease: leaseOf(await runner.claim()) };
}

describe.each(short)("%s", (_name, text) => {
  test("as commit, author, image and container of a release is shown literally", async () => {
    const { id, lease } = await aClaimedDeployment();
    const commit = { sha: "c".repeat(40), author: text, subject: text, committedAt: 1 };
    const outcome: JobOutcome = {
      kind: "succeeded",
      result: {
        kind: "deploy",
        image: `sha256:${"1".repeat(64)}`,
        container: text,
        commit,
        unnamedVolumes: [],
        warnings: [text],
      },
    };
    await runner.finish(lease, outcome);
    expect(await get(`/deployments/${id}`)).toMatchObject({ commitSubject: text, commitAuthor: text });
    expect(await get(`/applications/${applicationId}`)).toMatchObject({ activeDeployment: { commitSubject: text } });
  });

  test("as a log line, a step's note and a cause is shown literally and mailed as text", async () => {
    const { id, lease } = await aClaimedDeployment();
    await runner.progress(lease, {
      steps: [aStep("build", "started", { note: text })],
      chunks: [aChunk(0, `${text}\n`)],
    });
    const cause = { class: "build-failed" as const, step: "build", sentence: text, evidence: [text], nextAction: text };
    await runner.finish(lease, { kind: "failed", cause }, { chunkCount: 1 });
    expect(await get(`/deployments/${id}`)).toMatchObject({ cause });
    expect(await get(`/deployments/${id}/log`)).toMatchObject({ chunks: [{ text: `${text}\n` }] });
    const { headers, text: download } = await world.send(`/api/v1/deployments/${id}/log.txt`, { token });
    expect(download).toContain(text);
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="deployment-\d+\.log"$/);
    await world.deps.settle();
    const mail = world.deps.sentMails.find((sent) => sent.text.includes(id));
    expect(mail?.subject).toMatch(/^Deployment shop-\w+ #\d+ failed$/);
    expect(mail?.text).toContain(oneLine(text));
    expect(mail?.html).not.toMatch(/<(script|img|b>)/);
  });

  test("as the version, the system and a check of a server is shown literally", async () => {
    await world.send(`/api/v1/servers/${flow.serverId}/check`, { method: "POST", token });
    const lease = leaseOf(await runner.claim());
    const line: CheckLine = { name: "docker", status: "warning", sentence: text, fix: text };
    const facts = {
      os: text,
      architecture: text,
      cpus: 2,
      memoryBytes: 1,
      diskFreeBytes: 1,
      dockerVersion: text,
      clockSkewMs: 0,
      address: text.slice(0, 64),
    };
    const result = {
      kind: "check-server" as const,
      reachable: true,
      seen: null,
      lines: [line],
      facts,
      cause: null,
      missing: [],
      certificates: [],
    };
    await runner.finish(lease, { kind: "succeeded", result });
    expect(await get(`/servers/${flow.serverId}`)).toMatchObject({ checks: [line], facts });
  });
});
