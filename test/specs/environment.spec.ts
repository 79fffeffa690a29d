import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids, type Named } from "../support/furnished-instance.ts";
import { serveOwnRelease } from "../support/load/applications.ts";
import { faint, sticksOut, unclear } from "../support/page-findings.ts";

let plane: NodeControlPlane;
let browser: Browser;
let page: Page;
let ids: Ids;
let path: string;

beforeAll(async () => {
  ({ plane, ids } = await aFurnishedInstance());
  path = `/projects/${ids.project}/${ids.environment}`;
  await plane.api.post("/environments", { projectId: ids.project, name: "staging" });
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
const card = (name: string) => page.locator("a[data-resource]").getByText(name, { exact: true });
const sheet = (name: string | RegExp) => page.getByRole("dialog", { name });

describe("an environment", () => {
  test("is chosen beside the title, and its resources stand as cards or as a table by its address", async () => {
    await open(path);
    const environments = page.getByRole("navigation", { name: "Environments" });
    expect(await environments.getByRole("link").allTextContents()).toEqual([
      expect.stringMatching(/production\s+8/),
      expect.stringMatching(/staging\s+0/),
    ]);
    const box = await page.locator("article").first().boundingBox();
    expect(box?.height).toBe(128);
    await page.getByRole("link", { name: "Table", exact: true }).click();
    await page.waitForURL(/look=table/);
    await page.getByRole("table", { name: "Resources" }).waitFor();
    await page.getByRole("columnheader", { name: "Name" }).getByRole("link").click();
    await page.waitForURL(/sort=name/);
    expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
  });

  test("shows one at a glance after a click, and its page after Enter", async () => {
    await open(path);
    await card("shop 3").click();
    await sheet("shop 3").getByRole("link", { name: "Variables" }).waitFor();
    expect((await sheet("shop 3").boundingBox())?.width).toBe(480);
    await page.keyboard.press("Escape");
    await sheet("shop 3").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "shop 3" }).waitFor();
  });

  test("is walked by arrows, and keys lead to what is there most often", async () => {
    await open(path);
    await card("shop 7").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(() => document.activeElement?.hasAttribute("data-resource"))).toBe(true);
    await page.keyboard.press("v");
    await page.waitForURL(/\/variables$/);
    await page.keyboard.press("1");
    await page.waitForURL(/\/applications\/[^/]+$/);
    await open(path);
    await page.keyboard.press("n");
    await page.waitForURL(/\/applications\/new/);
  });

  test("is clear to who does not see it, in both looks, both themes and on a phone", async () => {
    for (const look of ["cards", "table"]) {
      await open(`${path}?look=${look}`);
      await page.locator("a[data-resource]").first().waitFor();
      for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        expect([...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))]).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      expect([...(await unclear(page)), ...(await sticksOut(page))]).toEqual([]);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  });
});

test("five changes in two resources are reviewed, one is undone, and the rest is deployed at once", async () => {
  const { items } = await plane.api.get<{ items: Named[] }>("/applications");
  const [shop = "", docs = ""] = ["shop 1", "shop 2"].map((name) => items.find((each) => each.name === name)?.id ?? "");
  for (const id of [shop, docs]) {
    await serveOwnRelease(plane, id);
    const { revision } = await plane.api.get<{ revision: number }>(`/applications/${id}`);
    await plane.api.patch(`/applications/${id}`, { revision, container: { port: 8081 } });
    await plane.api.post(`/applications/${id}/variables`, { key: "TOKEN", value: "never shown" });
  }
  await plane.api.post(`/applications/${shop}/variables`, { key: "MODE", value: "production", isSecret: false });
  await open(path);
  const bar = page.getByRole("region", { name: "Changes that are not deployed" });
  await bar.getByText("5 changes in 2 resources").waitFor();
  await bar.getByRole("button", { name: "Review" }).click();
  const review = sheet("5 changes in 2 resources");
  const first = review.getByRole("region", { name: "shop 1" });
  await first.getByText("3000 → 8081").waitFor();
  await first.getByText("production", { exact: true }).waitFor();
  expect(await review.textContent()).not.toContain("never shown");
  expect(await unclear(page)).toEqual([]);
  await first.getByRole("listitem").filter({ hasText: "MODE" }).getByRole("button", { name: "Undo" }).click();
  await sheet("4 changes in 2 resources").getByRole("button", { name: "Deploy all" }).click();
  await page.getByText("2 deploying").waitFor();
});

test("what a long list holds out of sight is found by the browser's own search, and a key leads to the filter", async () => {
  const variables = Array.from({ length: 300 }, (_, i) => ({ key: `SETTING_${i}`, value: "x" }));
  await plane.api.put(`/applications/${ids.application}/variables`, { variables });
  await open(`/applications/${ids.application}/variables`);
  const row = page.getByRole("button", { name: "Actions for SETTING_250" });
  expect(await row.count(), "only what is near is drawn").toBe(0);
  // What Ctrl+F does, without its box.
  expect(await page.evaluate(() => Reflect.get(window, "find").call(window, "SETTING_250"))).toBe(true);
  await row.waitFor();
  const box = await row.boundingBox();
  expect(box && box.y > 0 && box.y < 900, "and stands where it was found").toBe(true);
  await page.keyboard.press("/");
  await page.keyboard.type("setting_77");
  await page.getByRole("button", { name: "Actions for SETTING_77" }).waitFor();
  await page.keyboard.press("Escape");
  expect(await page.getByLabel("Filter by name").inputValue()).toBe("");
});

test("what was deleted comes back by a key, byte for byte", async () => {
  const value = 'two\nlines "and" $quotes';
  await plane.api.post(`/applications/${ids.application}/variables`, { key: "KEPT", value });
  await open(`/applications/${ids.application}/variables`);
  await page.getByRole("button", { name: "Actions for KEPT" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("KEPT is deleted").waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Actions for KEPT" }).waitFor();
  const { items } = await plane.api.get<{ items: { id: string; key: string }[] }>(
    `/applications/${ids.application}/variables`,
  );
  const id = items.find(({ key }) => key === "KEPT")?.id;
  expect(await plane.api.get(`/variables/${id}/value`)).toMatchObject({ value });
});
