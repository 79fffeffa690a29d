import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWhatChanged, interfaceProduct } from "../../scripts/build/products.ts";
import type { Repository } from "../lab/forge/push.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { ask } from "../support/ask.ts";
import { aWindow, click, field, startBrowser } from "../support/browser.ts";
import { owner, startUnclaimedControlPlane, type UnclaimedControlPlane } from "../support/control-plane.ts";
import { readFixture } from "../support/fixtures.ts";
import type { Program } from "../support/program.ts";
import { startLocalRunner } from "../support/runner.ts";
import { until } from "../support/until.ts";
import { labSettings } from "../support/world.ts";

let lab: Lab;
let plane: UnclaimedControlPlane;
let runner: Program | undefined;
let browser: Browser;
let page: Page;
let repository: Repository;

beforeAll(async () => {
  await buildWhatChanged([interfaceProduct]);
  lab = await startLab({ servers: 2 });
  [plane, browser, repository] = await Promise.all([
    startUnclaimedControlPlane(labSettings(lab)),
    startBrowser(),
    lab.forge.createRepository("acme/ferry"),
  ]);
  await lab.forge.commitAndPush(repository, { files: await readFixture("wrong-port"), message: "Start" });
  page = await aWindow(browser);
});
afterAll(async () => {
  await browser?.close();
  await runner?.stop();
  await plane?.stop();
  await lab?.stop();
});

const step = (name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, level: 2 }) });
const says = (text: string | RegExp) => page.getByText(text).first().waitFor();

async function setUp() {
  await page.goto(plane.url);
  await page.waitForURL(/\/setup$/);
  await field(page, "Set-up code").fill("not-the-code-of-this-instance");
  await field(page, "Your name").fill(owner.name);
  await field(page, "E-mail").fill(owner.email);
  await field(page, "New password").fill(owner.password);
  await click(page, "Create the owner");
  await page.locator("[aria-invalid=true]:focus").waitFor();
  expect(await field(page, "Set-up code").getAttribute("aria-invalid")).toBe("true");
  await field(page, "Set-up code").fill(plane.code);
  await click(page, "Create the owner");
  await page.waitForURL(/\/start$/);
}

/** The runner beside the control plane comes up after the page. */
async function waitForRunner() {
  await says("There is no runner yet");
  const token = await until("the token of the local runner", async () => {
    const file = join(plane.folder, "local-runner.token");
    return (existsSync(file) && readFileSync(file, "utf8").trim()) || undefined;
  });
  runner = startLocalRunner(plane, { token, env: labSettings(lab) });
  await field(page, "Address").waitFor();
}

async function addServer() {
  const machine = lab.server(0);
  await field(page, "Name").fill("web-1");
  // Nothing listens there.
  await field(page, "Address").fill(lab.address);
  await field(page, "Port").fill("9");
  await click(page, "Add server");
  await page.getByText(`${lab.address}:9 does not accept connections.`, { exact: true }).waitFor();

  // Another machine: its fingerprint is not the one that the right machine says.
  await field(page, "Address").fill(lab.server(1).host);
  await field(page, "Port").fill("22");
  await click(page, "Save and check again");
  await says(lab.server(1).hostKeyFingerprint);
  await field(page, "Address").fill(machine.host);
  await click(page, "Save and check again");
  await says(machine.hostKeyFingerprint);

  // Confirmed before the line was pasted.
  await click(page, "The fingerprints match");
  await says(/does not accept the runner's key for user root/);
  const line = await step("A server").locator("pre", { hasText: "authorized_keys" }).first().textContent();
  await machine.exec(["sh", "-c", line ?? ""]);
  await click(page, "Check again");
  const check = page.getByRole("list", { name: "Results of the check" });
  await check.getByText("Docker", { exact: true }).waitFor({ timeout: 60_000 });
  await step("A source").getByText("Go on without").waitFor();
}

async function addSource() {
  await field(page, "Name").fill("acme");
  await field(page, "Address").fill(new URL(repository.httpsUrl).origin);
  await page.getByText("Access token", { exact: true }).first().click();
  await field(page, "Token").fill(repository.token);
  await click(page, "Add source");
  await page.getByRole("heading", { name: "Webhook" }).waitFor();
  await click(page, "Go on");
}

async function deploy() {
  // A new version is given up on after a minute; nobody here waits that long.
  await page.route(/\/api\/v1\/applications(\/app_\w+)?$/, async (route) => {
    const body = route.request().postDataJSON();
    if (!body?.health) return route.fallback();
    await route.continue({ postData: JSON.stringify({ ...body, health: { ...body.health, deadlineMs: 3_000 } }) });
  });
  await field(page, "Repository").fill(repository.httpsUrl);
  await field(page, "Domain").fill("not a domain");
  await click(page, "Create and deploy");
  await page.locator("[aria-invalid=true]:focus").waitFor();
  expect(await field(page, "Domain").inputValue()).toBe("not a domain");
  await field(page, "Domain").fill("");
  await click(page, "Create and deploy");

  await says("The application listens on port 4000, but its settings say port 3000.");
  await field(page, "Port").fill("4000");
  await click(page, "Save and deploy again");
  await page.getByRole("heading", { name: "ferry is live" }).waitFor({ timeout: 60_000 });
}

test("a newcomer who makes seven mistakes reaches a live address without a reload and without leaving the guide", async () => {
  await setUp();
  const loads: string[] = [];
  page.on("framenavigated", () => loads.push(page.url()));
  await page.evaluate(() => Reflect.set(window, "isTheSamePage", true));
  await waitForRunner();
  await addServer();
  await addSource();
  await deploy();
  expect(await page.evaluate(() => Reflect.get(window, "isTheSamePage"))).toBe(true);
  expect(new Set(loads.map((url) => new URL(url).pathname))).toEqual(new Set(loads.length > 0 ? ["/start"] : []));

  const { host } = lab.server(0);
  const name = `ferry.${host.replaceAll(".", "-")}.sslip.io`;
  const open = page.getByRole("link", { name: `Open ${name}` });
  expect(await open.getAttribute("href")).toBe(`http://${name}/`);
  expect(await lab.dns.resolve(name)).toBe(host);
  const answer = await until("the application to answer", async () => {
    const got = await ask({ host: name, ip: host, path: "/" });
    return got.status === 200 ? got : undefined;
  });
  expect(answer.body).toBe("on another port\n");
});
