import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aWindow, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids, type Named } from "../support/furnished-instance.ts";
import { faint, sticksOut, unclear } from "../support/page-findings.ts";

let plane: NodeControlPlane;
let browser: Browser;
let page: Page;
let ids: Ids;
let path: string;

beforeAll(async () => {
  ({ plane, ids } = await aFurnishedInstance());
  path = `/projects/${ids.project}/${ids.environment}`;
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
const chips = () => page.getByRole("list", { name: "Tags" }).getByRole("listitem").allTextContents();
const tagsOf = async (id: string) => (await plane.api.get<{ tags: string[] }>(`/resources/${id}/tags`)).tags;

test("tags are added and taken off by keys alone, and what cannot be one is told", async () => {
  await open(`/applications/${ids.application}/settings`);
  const field = page.getByLabel("Add a tag");
  await field.fill("Nightly");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove tag Nightly" }).waitFor();
  await page.keyboard.type("eu, 夜間");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove tag 夜間" }).waitFor();
  expect((await chips()).map((text) => text.trim())).toEqual(["eu", "Nightly", "夜間"]);
  await page.keyboard.type("NIGHTLY");
  await page.keyboard.press("Enter");
  await page.getByText("It carries that tag already.").waitFor();
  await field.fill("x".repeat(41));
  await page.keyboard.press("Enter");
  await page.getByText(/must be at most 40 characters long/).waitFor();
  await field.fill("");
  await page.keyboard.press("Backspace");
  await page.getByRole("button", { name: "Remove tag 夜間" }).waitFor({ state: "detached" });
  expect(await tagsOf(ids.application)).toEqual(["eu", "Nightly"]);
  expect(await unclear(page)).toEqual([]);
});

test("an environment is narrowed to a tag, everything with it is deployed as one, and its page goes on by itself", async () => {
  const { items } = await plane.api.get<{ items: Named[] }>("/applications");
  const other = items.find(({ id }) => id !== ids.application);
  await plane.api.put(`/resources/${other?.id}/tags`, { tags: ["nightly"] });
  await open(path);
  await page.getByLabel("Only with the tag").selectOption({ label: "nightly" });
  await page.waitForURL(/tag=nightly/i);
  expect(await page.locator("a[data-resource]").count()).toBe(2);
  const all = page.getByRole("group", { name: "What to do with everything that carries the tag" });
  await all.getByRole("button", { name: "Deploy…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Deploy everything with the tag nightly/i });
  await dialog.getByText("2 resources").waitFor();
  expect(await unclear(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Deploy 2" }).click();
  await page.waitForURL(/\/bulk\/blk_/);
  await page.getByText("0 of 2 ended").waitFor();
  const { items: deployments } = await plane.api.get<{ items: { id: string; status: string }[] }>("/deployments");
  for (const { id } of deployments.filter(({ status }) => status === "queued"))
    await plane.api.post(`/deployments/${id}/cancel`, {});
  await page.getByText("2 of 2 ended, 2 skipped").waitFor();
  await page.getByRole("button", { name: "Try 2 again" }).waitFor();
  await open("/activity?view=bulk");
  await page.getByRole("link", { name: "Deploy nightly" }).first().click();
  await page.waitForURL(/\/bulk\/blk_/);
});

test("what would be skipped is told before anything begins", async () => {
  await plane.api.post("/applications", {
    name: "never deployed",
    environmentId: ids.environment,
    destinationId: (await plane.api.get<{ destinationId: string }>(`/applications/${ids.application}`)).destinationId,
    origin: { kind: "image", image: "nginx:1" },
    build: { kind: "image" },
    container: { port: 80 },
  });
  const { items } = await plane.api.get<{ items: Named[] }>("/applications");
  const fresh = items.find(({ name }) => name === "never deployed");
  await plane.api.put(`/resources/${fresh?.id}/tags`, { tags: ["fresh"] });
  await open("/tags");
  const row = page.getByRole("row", { name: /fresh/ });
  await row.getByRole("button", { name: "Restart…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Restart everything with the tag fresh/ });
  await dialog.getByText("No release of it serves yet. Deploy it first.").waitFor();
  expect(await dialog.getByRole("button", { name: "Restart 0" }).isDisabled()).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("each page of tags is clear to who does not see it, in both themes and on a phone", async () => {
  const { items } = await plane.api.get<{ items: Named[] }>("/bulk");
  const addresses = [
    "/tags",
    `/bulk/${items[0]?.id}`,
    "/activity?view=bulk",
    `${path}?tag=nightly`,
    `${path}?tag=nightly&look=table`,
  ];
  for (const address of [...addresses, `/applications/${ids.application}/settings`]) {
    await open(address);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const found = [...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))];
      expect(found, `${address} ${colorScheme}`).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    expect([...(await unclear(page)), ...(await sticksOut(page))], `${address} on a phone`).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
