import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiClient } from "../support/api-client.ts";
import { setUp } from "../support/control-plane.ts";
import { startWorker, workerSetupCode } from "../support/start-worker.ts";

let worker: Awaited<ReturnType<typeof startWorker>>;
let token: string;
beforeAll(async () => {
  worker = await startWorker();
  token = await setUp(worker.url, workerSetupCode);
}, 300_000);
afterAll(() => worker?.stop());

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

describe("the Worker under parallel requests", () => {
  test("sixty reads at once are all answered", async () => {
    const answers = await times(60, () =>
      fetch(`${worker.url}/api/v1/projects`, { headers: { Authorization: `Bearer ${token}` } }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 60 }, () => 200));
  });

  test("sixty writes at once are all kept", async () => {
    const api = apiClient(worker.url, token);
    const made = await times(60, (index) => api.post<{ id: string }>("/projects", { name: `project ${index}` }));
    expect(new Set(made.map(({ id }) => id)).size).toBe(60);
  });

  test("ten sign-ins at once each get a session of their own", async () => {
    const cookies = await times(10, async () => {
      const answer = await fetch(`${worker.url}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Origin: worker.url },
        body: JSON.stringify({ email: "owner@fairlead.test", password: "correct horse battery staple" }),
      });
      return answer.headers.getSetCookie()[0];
    });
    expect(new Set(cookies).size).toBe(10);
  });
});

test("the cron trigger does the periodic duties", async () => {
  const before = (await worker.db.query.instanceSetting.findMany()).map(({ key }) => key);
  expect(await worker.runCron()).toBe(200);
  const after = (await worker.db.query.instanceSetting.findMany()).map(({ key }) => key);
  // The sweep leaves its mark, so that an outage of the control plane is told from one of a runner.
  expect(after.filter((key) => !before.includes(key))).toHaveLength(1);
});

test("a Worker with another secret than the data's answers nothing and writes nothing", async () => {
  const foreign = await startWorker({
    DATABASE_URL: worker.databaseUrl,
    FAIRLEAD_SECRET: "vQ8s0kJpX2mWz7LrT4nYbE1hGdUcAf93",
  });
  const before = await worker.db.query.instanceSetting.findMany();
  for (const path of ["/api/v1/setup", "/api/v1/projects"]) {
    const answer = await fetch(`${foreign.url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("not configured")]);
  }
  expect(await worker.db.query.instanceSetting.findMany()).toEqual(before);
  await foreign.stop();
});

test("a change is told to an open event stream through the Durable Object", async () => {
  const headers = { Authorization: `Bearer ${token}` };
  const leaving = new AbortController();
  const stream = await fetch(`${worker.url}/api/v1/events`, { headers, signal: leaving.signal });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  const api = apiClient(worker.url, token);
  let seen = "";
  let isAsked = false;
  while (reader && !seen.includes("event: runner")) {
    seen += (await reader.read()).value ?? "";
    if (!isAsked && seen.includes("event: ping")) {
      isAsked = true;
      const { token: enrolment } = await api.post<{ token: string }>("/runners/enrolments");
      await api.post("/runner/enrol", {
        token: enrolment,
        name: "near",
        sshPublicKey: `ssh-ed25519 ${"A".repeat(68)}`,
        version: "0.1.0",
        platform: "linux-x64",
      });
    }
  }
  leaving.abort();
  expect(seen).toContain('"type":"runner"');
});

test("an address of the app is answered with its page", async () => {
  const answer = await fetch(`${worker.url}/projects/prj_x`);
  expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
});
