import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aWindow, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids } from "../support/furnished-instance.ts";
import { faint, sticksOut, unclear } from "../support/page-findings.ts";

let plane: NodeControlPlane;
let browser: Browser;
let page: Page;
let ids: Ids;

beforeAll(async () => {
  ({ plane, ids } = await aFurnishedInstance());
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
const addVariable = async (key: string, value: string) => {
  await page.getByRole("button", { name: "New variable" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New variable" });
  await dialog.getByLabel("Name").fill(key);
  await dialog.getByLabel("Value").fill(value);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
};

test("what a team and an environment give is seen with an application, with what overrides it", async () => {
  await open("/settings/variables");
  await addVariable("REGION", "somewhere");
  await open(`/variables/${ids.environment}`);
  await addVariable("REGION", "north");
  await open(`/projects/${ids.project}/${ids.environment}`);
  await page.locator("a[data-resource]").first().focus();
  await page.keyboard.press("v");
  const inherited = page.getByRole("table", { name: "Variables given by the places around" });
  await inherited.getByText("Overridden by environment production").waitFor();
  await inherited.getByRole("link", { name: "environment production" }).click();
  await page.getByRole("heading", { level: 1, name: "Variables of production" }).waitFor();
});

test("the page of a place is clear to who does not see it, in both themes and on a phone", async () => {
  for (const path of [`/variables/${ids.environment}`, "/settings/variables"]) {
    await open(path);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect([...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))]).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect([...(await unclear(page)), ...(await sticksOut(page))]).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
