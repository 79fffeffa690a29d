import type { Page } from "playwright-core";
import type { NodeControlPlane } from "../support/control-plane.ts";
import type { Ids } from "../support/furnished-instance.ts";
import { withDatabase } from "./embedded-database.ts";

type Given = { page: Page; plane: NodeControlPlane; ids: Ids };
type Long = { name: string; nodes: number[]; longestTaskMs: number[]; interactionMs: number[] };

const turns = 5;

/** 300 variables and 500 deployments of one of 500 applications in one environment: what each page of them costs. */
export async function manyRows({ page, plane, ids }: Given): Promise<Long[]> {
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
      const { nodes, longestTaskMs, interactionMs } = await cost(page, plane.url + path);
      each.nodes.push(nodes);
      each.longestTaskMs.push(longestTaskMs);
      each.interactionMs.push(interactionMs);
    }
    found.push(each);
  }
  return found;
}

/** Opens it, opens and closes a menu of a row, scrolls by keys: the most nodes, the longest task, the slowest answer to a key or a click. */
async function cost(page: Page, address: string) {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    const events: number[] = [];
    Object.assign(globalThis, { tasks, events });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
      buffered: true,
    });
    // The types of the web do not know the threshold yet; without it only what is slower than 104 ms is told.
    const slowerThan: PerformanceObserverInit = Object.assign({ type: "event" }, { durationThreshold: 16 });
    new PerformanceObserver((list) => events.push(...list.getEntries().map(({ duration }) => duration))).observe(
      slowerThan,
    );
  });
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
  const read = (of: "tasks" | "events") => page.evaluate((name) => Reflect.get(globalThis, name) as number[], of);
  return {
    nodes: Math.max(...nodes),
    longestTaskMs: Math.max(0, ...(await read("tasks"))),
    interactionMs: Math.max(0, ...(await read("events"))),
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
       FROM n, (SELECT * FROM deployment WHERE application_id = ? LIMIT 1) t`,
      args: [application],
    });
  });
}
