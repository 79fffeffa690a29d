import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, click, field, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids } from "../support/furnished-instance.ts";
import { sticksOut, unclear } from "../support/page-findings.ts";

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

type Stored = { container: Record<string, unknown>; health: Record<string, unknown>; origin: { image?: string } };
const stored = (id: string) => plane.api.get<Stored>(`/applications/${id}`);
const form = () =>
  page.locator("form", { has: page.getByRole("heading", { name: "Container and health", exact: true }) });
const save = () => form().getByRole("button", { name: "Save", exact: true }).click();
const isClear = async () => {
  expect(await unclear(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sticksOut(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
};

describe("how a new version is asked", () => {
  test("is chosen, shows what that way reads, and tells what is missing at its field", async () => {
    await page.goto(`${plane.url}/applications/${ids.application}/settings`);
    await form().getByText("By a command", { exact: true }).click();
    await form().getByLabel("Path", { exact: true }).waitFor({ state: "detached" });
    await save();
    await form().getByText("must be a command", { exact: false }).waitFor();
    await isClear();
    await field(page, "Command").fill("test -e /tmp/ready");
    await field(page, "Give up after").fill("1.5");
    await save();
    await page.getByText("Saved", { exact: true }).first().waitFor();
    expect((await stored(ids.application)).health).toMatchObject({
      ...{ kind: "command", command: "test -e /tmp/ready", deadlineMs: 1_500 },
      // What belongs to another way stays for whoever goes back to it.
      path: "/",
    });
  });
});

describe("a line of docker run", () => {
  const line =
    "docker run -d --name quay -p 80:8080 -e MODE=live -m 256m --security-opt seccomp=unconfined registry.example.com/quay:2 serve";

  test("is told as settings and findings before it is used, and becomes an application with all of it", async () => {
    await page.goto(`${plane.url}/applications/new`);
    await page.getByText("An image", { exact: true }).click();
    await click(page, "Read a docker run line");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Line").fill(line);
    await dialog.getByText("256 MB").waitFor();
    await dialog.getByText("--security-opt").waitFor();
    await isClear();
    await click(page, "Use it");
    expect(await field(page, "Image").inputValue()).toBe("registry.example.com/quay:2");
    expect(await field(page, "Name").inputValue()).toBe("quay");
    await click(page, "Create and deploy");
    await page.waitForURL(/\/deployments\//);
    const { items } = await plane.api.get<{ items: { id: string; name: string }[] }>("/applications?limit=100");
    const id = items.find(({ name }) => name === "quay")?.id ?? "";
    expect(await stored(id)).toMatchObject({
      origin: { image: "registry.example.com/quay:2" },
      container: { port: 8_080, memoryBytes: 268_435_456, arguments: ["serve"] },
    });
    const variables = await plane.api.get<{ items: { key: string }[] }>(`/applications/${id}/variables`);
    expect(variables.items.map(({ key }) => key)).toEqual(["MODE"]);
  });

  test("is read into the fields of one that exists, where it is saved like anything else", async () => {
    await page.goto(`${plane.url}/applications/${ids.application}/settings`);
    await click(page, "Read a docker run line");
    await page.getByRole("dialog").getByLabel("Line").fill("--shm-size 128m --stop-timeout 45 --pids-limit many");
    await page.getByRole("dialog").getByText("--pids-limit many").waitFor();
    await click(page, "Use it");
    await save();
    await page.getByText("Saved", { exact: true }).first().waitFor();
    expect((await stored(ids.application)).container).toMatchObject({
      ...{ sharedMemoryBytes: 134_217_728, stopGraceSeconds: 45 },
    });
  });
});
