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

test("a reference is typed with its names completed, refused where it is wrong, and shown with what it means", async () => {
  await open("/settings/variables");
  await page.getByRole("button", { name: "New variable" }).first().click();
  const plain = page.getByRole("dialog", { name: "New variable" });
  await plain.getByLabel("Name").fill("DB_HOST");
  await plain.getByLabel("Value").fill("db.internal");
  await plain.getByLabel("Secret").click();
  await plain.getByRole("button", { name: "Save" }).click();
  await plain.waitFor({ state: "detached" });

  await open(`/variables/${ids.environment}`);
  await page.getByRole("button", { name: "New variable" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New variable" });
  await dialog.getByLabel("Name").fill("DB_URL");
  await dialog.getByLabel("Secret").click();
  await dialog.getByLabel("Refers to others").click();
  const value = dialog.getByLabel("Value");
  await value.pressSequentially("pg://${{ sha");
  await dialog.getByText("(at character 13)").waitFor();
  await dialog.getByRole("option", { name: "shared" }).waitFor();
  await value.press("Enter");
  await dialog.getByRole("option", { name: "DB_HOST" }).waitFor();
  await value.press("Tab");
  expect(await value.inputValue()).toBe("pg://${{ shared.DB_HOST }}");
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect([...(await unclear(page)), ...(await faint(page))]).toEqual([]);
  }
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("shared.DB_HOST").last().waitFor();
  await page.getByText("db.internal").first().waitFor();
  await page.getByRole("button", { name: "Reveal DB_URL" }).click();
  await page.getByText("pg://db.internal").waitFor();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect([...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))]).toEqual([]);
  }
});

test("what somebody refers to is not deleted, and the page says who does", async () => {
  await open("/settings/variables");
  await page.getByRole("button", { name: "Actions for DB_HOST" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).last().click();
  await page.getByText(/DB_URL of production/).waitFor();
});
