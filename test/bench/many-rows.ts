import type { Browser, Page } from "playwright-core";
import type { NodeControlPlane } from "../support/control-plane.ts";
import type { Ids } from "../support/furnished-instance.ts";
import { withDatabase } from "../support/load/embedded-database.ts";

type Given = { browser: Browser; page: Page; plane: NodeControlPlane; ids: Ids };
type Long = { name: string; nodes: number[]; longestTaskMs: number[]; interactionMs: number[] };

const turns = 3;

/** 300 variables and 500 deployments of one of 500 applications in one environment: what each page of them costs. */
export async function manyRows({ browser, page, plane, ids }: Given): Promise<Long[]> {
  const { application, project, environment } = ids;
  const variables = Array.from({ length: 300 }, (_, i) => ({ key: `SETTING_${i}`, value: `value ${i}` }));
  await plane.api.put(`/applications/${application}/variables`, { variables });
  await manyDeployments(plane, application);
  const pages = [
    { name: "300 variables", path: `/applications/${application}/variables` },
    { name: "500 applications", path: `/projects/${project}/${environment}?pages=3` },
    { name: "500 applications on Projects", path: "/" },
    { name: "500 deployments", path: `/applications/${application}/deployments` },
    { name: "500 in Activity", path: "/activity" },
  ];
  const found: Long[] = [];
  for (const { name, path } of pages) {
    const each: Long = { name, nodes: [], longestTaskMs: [], interactionMs: [] };
    for (let turn = 0; turn < turns; turn++) {
      const { nodes, longestTaskMs, interactionMs, interactions } = await cost({ browser, page }, plane.url + path);
      each.nodes.push(nodes);
      each.longestTaskMs.push(longestTaskMs);
      if (interactions === 0) throw new Error(`nothing was heard on ${path}`);
      each.interactionMs.push(interactionMs);
    }
    found.push(each);
  }
  return found;
}

/** Opens it, opens and closes a menu of a row, scrolls by keys. */
async function cost({ browser, page }: Pick<Given, "browser" | "page">, address: string) {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  const counted = () => page.evaluate(() => document.querySelectorAll("*").length);
  await page.goto(address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await settled(page);
  const nodes = [await counted()];
  const menu = page
    .locator("main")
    .getByRole("button", { name: /actions/i })
    .last();
  if (await menu.isVisible().catch(() => false)) {
    await menu.click();
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  }
  for (const key of ["PageDown", "PageDown", "End", "PageUp", "Home"]) {
    await page.keyboard.press(key);
    await settled(page);
    nodes.push(await counted());
  }
  return { nodes: Math.max(...nodes), ...workOf(await browser.stopTracing()) };
}

type TraceEvent = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  tdur?: number;
  id2?: { local?: string };
  args?: { name?: string };
};

/**
 * What the page's own thread worked on at most in one go, and between a key or a click and the next picture: waiting for other work on
 * the machine is none of it.
 */
function workOf(trace: Buffer) {
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(trace.toString());
  const threads = traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const isMain = ({ pid, tid }: TraceEvent) => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = traceEvents.filter((event) => event.name.endsWith("RunTask") && isMain(event));
  const heard = traceEvents.filter(({ name }) => name === "EventTiming");
  const answers = heard.flatMap((begin) => {
    if (begin.ph !== "b") return [];
    const end = heard.find(({ ph, pid, id2 }) => ph === "e" && pid === begin.pid && id2?.local === begin.id2?.local);
    if (!end) return [];
    const within = tasks.filter(({ ts, pid }) => pid === begin.pid && ts >= begin.ts && ts <= end.ts);
    return [within.reduce((total, { tdur = 0 }) => total + tdur, 0)];
  });
  return {
    longestTaskMs: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1_000,
    interactionMs: Math.max(0, ...answers) / 1_000,
    interactions: answers.length,
  };
}

const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await new Promise((done) => requestIdleCallback(done, { timeout: 1_000 }));
  });

async function manyDeployments(plane: NodeControlPlane, application: string): Promise<void> {
  await withDatabase(plane, async ({ $client }) => {
    const { rows } = await $client.execute("SELECT name FROM pragma_table_info('deployment')");
    const changed: Record<string, string> = {
      id: "printf('dep_z%025d', i)",
      number: "1000 + i",
      is_active: "0",
      status: "CASE i % 5 WHEN 0 THEN 'failed' ELSE 'succeeded' END",
      commit_subject: "'Move the price calculation into one place, part ' || i",
    };
    const names = rows.map(({ name }) => String(name));
    await $client.execute({
      sql: `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
       INSERT INTO deployment (${names.map((name) => `"${name}"`).join(", ")})
       SELECT ${names.map((name) => changed[name] ?? `t."${name}"`).join(", ")}
       FROM n, (SELECT * FROM deployment WHERE resource_id = ? LIMIT 1) t`,
      args: [application],
    });
  });
}
