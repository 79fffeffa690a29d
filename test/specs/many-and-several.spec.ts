import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids, type Named } from "../support/furnished-instance.ts";
import { withDatabase } from "../support/load/embedded-database.ts";
import { enrolSimulatedRunner } from "../support/load/simulated-runner.ts";
import { sticksOut, unclear } from "../support/page-findings.ts";

/** How many resources stand in an environment of that name; the one that is left over has an application on two servers. */
const sizes: [name: string, count: number][] = [
  ["three", 3],
  ["twelve", 12],
  ["sixty", 60],
  ["five hundred", 500],
];

let plane: NodeControlPlane;
let browser: Browser;
let page: Page;
let ids: Ids;

beforeAll(async () => {
  ({ plane, ids } = await aFurnishedInstance(1 + sizes.reduce((total, [, count]) => total + count, 0)));
  browser = await startBrowser();
  page = await aWindow(browser);
  await signIn(page, plane, plane);
});
afterAll(async () => {
  await browser?.close();
  await plane?.stop();
});

const open = async (address: string) => {
  await page.goto(plane.url + address);
  await page.getByRole("heading", { level: 1 }).waitFor();
};
const resources = () => page.locator("a[data-resource]");

describe("an environment of any size", () => {
  const addresses = new Map<string, string>();

  beforeAll(async () => {
    let from = 1;
    for (const [name, count] of sizes) {
      const { id } = await plane.api.post<Named>("/environments", { projectId: ids.project, name });
      await withDatabase(plane, ({ $client }) =>
        $client.execute({
          sql: "UPDATE resource SET environment_id = ? WHERE id BETWEEN printf('app_%026d', ?) AND printf('app_%026d', ?)",
          args: [id, from, from + count - 1],
        }),
      );
      addresses.set(name, `/projects/${ids.project}/${id}`);
      from += count;
    }
  });

  test.each(sizes)("of %s shows as much as one looks through", async (name, count) => {
    await open(addresses.get(name) ?? "");
    await resources().first().waitFor();
    const look = page.getByRole("navigation", { name: "Look" }).locator('[aria-current="true"]');
    expect(await look.textContent()).toMatch(count <= 12 ? /Cards/ : /Table/);
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    expect(nodes, "what is far from sight costs next to nothing").toBeLessThan(1_500);
    expect(await unclear(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await sticksOut(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test.each(sizes.slice(1))("of %s narrows to what is typed, however fast", async (name) => {
    await open(addresses.get(name) ?? "");
    await resources().first().waitFor();
    const last = sizes
      .slice(0, 1 + sizes.findIndex(([each]) => each === name))
      .reduce((sum, [, each]) => sum + each, 0);
    await page.keyboard.press("/");
    await page.keyboard.type(`shop-${last}.`);
    await page.waitForURL(new RegExp(`q=shop-${last}\\.`));
    await resources().getByText(`shop ${last}`, { exact: true }).waitFor();
    expect(await resources().count()).toBe(1);
  });
});

test("all that a filter leaves is chosen at once, and done one thing to", async () => {
  const { items } = await plane.api.get<{ items: Named[] }>(`/environments?projectId=${ids.project}`);
  await open(`/projects/${ids.project}/${items.find(({ name }) => name === "sixty")?.id}?q=shop-7`);
  await page.getByRole("checkbox", { name: "Select shop 70" }).check();
  await page.getByRole("button", { name: "Choose all 6" }).click();
  await page.getByText("6 chosen").waitFor();
  await page.getByRole("button", { name: "Deploy", exact: true }).first().click();
  await page.getByText("6 deploying").waitFor();
});

describe("an application on several servers", () => {
  const path = () => `/applications/${ids.application}`;

  beforeAll(async () => {
    const runner = await enrolSimulatedRunner(plane);
    const second = await plane.api.post<Named & { destinations: Named[] }>("/servers", {
      kind: "ssh",
      name: "web-2",
      host: "203.0.113.8",
      user: "root",
      runnerId: runner.id,
      proxy: "caddy",
    });
    const { revision, destinations } = await plane.api.get<{ revision: number; destinations: string[] }>(path());
    await plane.api.patch(path(), { revision, destinations: [...destinations, second.destinations[0]?.id] });
    await withDatabase(plane, async ({ $client }) => {
      await $client.execute("UPDATE server SET state = 'ready', proxy = 'caddy'");
      await $client.execute({ sql: "UPDATE server SET state = 'unreachable' WHERE id = ?", args: [second.id] });
    });
  });

  test("tells of each what is true there, and once what is the matter", async () => {
    await open(path());
    const servers = page.getByRole("table", { name: /^Servers of / });
    await servers.getByRole("row", { name: /web-1.*#1/ }).waitFor();
    await servers.getByRole("row", { name: /web-2 cannot be reached.*none yet/ }).waitFor();
    await page.getByText("Nothing serves on web-2 yet, and it cannot be reached.").waitFor();
    expect(await page.getByText("What runs there goes on by itself").count()).toBe(0);
    expect(await unclear(page)).toEqual([]);
  });

  test("stands on the page of each of its servers, and names them in the list it is in", async () => {
    const { name, environment, project, targets } = await plane.api.get<
      Named & { environment: Named; project: Named; targets: { server: Named }[] }
    >(path());
    await open(`/servers/${targets[1]?.server.id}`);
    await page.locator("main").getByRole("link", { name, exact: true }).waitFor();
    await open(`/projects/${project.id}/${environment.id}?q=${name}`);
    await page.getByText("web-1, web-2").first().waitFor();
  });

  test("names the address of each for its DNS", async () => {
    await open(`${path()}/domains`);
    const added = page.locator("form", { has: page.getByRole("heading", { name: "Add a domain" }) });
    await added.getByText("203.0.113.7").waitFor();
    await added.getByText("203.0.113.8").waitFor();
  });

  test("tells what became of a deployment on each", async () => {
    const { id } = await plane.api.post<Named>(`${path()}/deployments`, {});
    await open(`/deployments/${id}`);
    const results = page.getByRole("table", { name: /^Servers of deployment / });
    await results.getByRole("row", { name: /web-1/ }).waitFor();
    await results.getByRole("link", { name: "web-2" }).click();
    await page.waitForURL(/\?server=srv_/);
    await results.getByRole("row", { name: /web-2 · shown below/ }).waitFor();
    expect(await unclear(page)).toEqual([]);
  });
});
