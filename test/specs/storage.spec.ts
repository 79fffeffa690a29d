import { readFile } from "node:fs/promises";
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
const menu = async (item: string) => {
  await page.getByRole("button", { name: "Actions for shop-data" }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

test("a volume is mounted, taken away, removed by its name and brought back", async () => {
  await open(`/applications/${ids.application}/storage`);
  await page.getByLabel("Folder").fill("/data");
  await page.getByLabel("Name", { exact: true }).fill("shop-data");
  await page.getByRole("button", { name: "Mount", exact: true }).click();
  await page.getByRole("table", { name: "Volumes" }).getByText("/data").waitFor();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect([...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))]).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect([...(await unclear(page)), ...(await sticksOut(page))]).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await menu("Take away from here");
  await page.getByText("Nothing is kept").waitFor();

  const { server } = await plane.api.get<{ server: { id: string } }>(`/applications/${ids.application}`);
  await open(`/servers/${server.id}`);
  await menu("Remove");
  await page.getByRole("dialog").getByRole("textbox").fill("shop-data");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByRole("table", { name: "Volumes" }).getByText("in the trash", { exact: true }).waitFor();
  await menu("Bring back");
  await page
    .getByRole("table", { name: "Volumes" })
    .getByText("in the trash", { exact: true })
    .waitFor({ state: "detached" });
});

test("a share of another machine is mounted, and says where its files are", async () => {
  await open(`/applications/${ids.application}/storage`);
  await page.getByLabel("Volume", { exact: true }).selectOption({ label: "A new one, over SMB (CIFS)" });
  await page.getByLabel("Folder").fill("/scans");
  await page.getByLabel("Name", { exact: true }).fill("scans");
  await page.getByLabel("Machine").fill("nas,uid=0");
  await page.getByLabel("Share").fill("scans/2026");
  await page.getByLabel("User").fill("shop");
  await page.getByLabel("Password").fill("hush");
  await page.getByRole("button", { name: "Mount", exact: true }).click();
  await page.getByText("Must be a host name such as nas.example.com or an IPv4 address").waitFor();
  expect([...(await unclear(page)), ...(await sticksOut(page))]).toEqual([]);
  await page.getByLabel("Machine").fill("nas.lan");
  await page.getByRole("button", { name: "Mount", exact: true }).click();
  const table = page.getByRole("table", { name: "Volumes" });
  await table.getByText("//nas.lan/scans/2026").waitFor();
  await table.getByText("SMB", { exact: true }).waitFor();
});

test("a file is typed, edited, uploaded as bytes, downloaded, taken off and brought back", async () => {
  await open(`/applications/${ids.application}/storage`);
  await page.getByRole("button", { name: "Add a file" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Path").fill("/proc/config");
  await sheet.getByLabel("Text").fill("greeting: hello\n");
  await sheet.getByRole("button", { name: "Save" }).click();
  await sheet.getByText("Must not be the kernel's own").waitFor();
  await sheet.getByLabel("Path").fill("/etc/shop/config.yml");
  await sheet.getByLabel("Permissions").fill("0600");
  await sheet.getByRole("button", { name: "Save" }).click();
  const table = page.getByRole("table", { name: "Files" });
  await table.getByText("/etc/shop/config.yml").waitFor();
  await table.getByText("0600").waitFor();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect([...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))]).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect([...(await unclear(page)), ...(await sticksOut(page))]).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  const act = async (item: string) => {
    await page.getByRole("button", { name: "Actions for /etc/shop/config.yml" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await act("Edit");
  expect(await sheet.getByLabel("Text").inputValue()).toBe("greeting: hello\n");
  expect(await unclear(page)).toEqual([]);
  await sheet.getByLabel("A file to upload").setInputFiles({
    name: "key.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.from([0xff, 0x00, 0x10]),
  });
  await sheet.getByText("key.bin, 3 B").waitFor();
  await sheet.getByRole("button", { name: "Save" }).click();
  await table.getByText("binary").waitFor();
  const [kept] = await Promise.all([page.waitForEvent("download"), act("Download")]);
  expect(kept.suggestedFilename()).toBe("config.yml");
  expect(await readFile(await kept.path())).toEqual(Buffer.from([0xff, 0x00, 0x10]));

  await act("Take off");
  await page.getByText("No files").waitFor();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await table.getByText("/etc/shop/config.yml").waitFor();
});
