import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
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

/** Forms that were opened beside the guide, before there was anything to choose in them. */
async function openEarly() {
  const beside = async (path: string) => {
    const form = await page.context().newPage();
    await form.goto(`${plane.url}${path}`);
    return form;
  };
  const source = await beside("/sources/new");
  await source.getByText("Deploy key", { exact: true }).first().click();
  const application = await beside("/applications/new");
  await application.getByText("There is no server to run it on").waitFor();
  return { source, application };
}
/** What a list of choices shows, once there is something. */
const shownIn = (form: Page, name: string) =>
  until(`a choice for ${name}`, async () => {
    const chosen = await field(form, name).locator("option:checked").allTextContents();
    return chosen[0];
  });

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

  await says("The container listens on port 4000, but its settings say port 3000.");
  await field(page, "Port").fill("4000");
  await click(page, "Save and deploy again");
  await page.getByRole("heading", { name: "ferry is live" }).waitFor({ timeout: 60_000 });
}

test("a newcomer who makes seven mistakes reaches a live address without a reload and without leaving the guide", async () => {
  await setUp();
  const loads: string[] = [];
  page.on("framenavigated", () => loads.push(page.url()));
  await page.evaluate(() => Reflect.set(window, "isTheSamePage", true));
  const early = await openEarly();
  await waitForRunner();
  expect(await shownIn(early.source, "Kept by the runner")).toBe(hostname());
  await addServer();
  expect(await shownIn(early.application, "Server")).toBe("web-1");
  await addSource();
  await Promise.all([early.source.close(), early.application.close()]);
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

type Deployments = { items: { number: number; status: string; isActive: boolean }[] };

/** Deploys what was pushed last, in the newcomer's window, and tells how it ended. */
async function deployed(number: number): Promise<string> {
  await page.goto(`${plane.url}/`);
  await page
    .getByRole("link", { name: /\bferry\b/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  return ended(number);
}
const ended = (number: number) =>
  until(
    `deployment ${number} to end`,
    async () => {
      const answer = await page.request.get(`${plane.url}/api/v1/deployments?limit=10`);
      const { items }: Deployments = await answer.json();
      const status = items.find((each) => each.number === number)?.status;
      return status === "succeeded" || status === "failed" ? status : undefined;
    },
    { withinMs: 60_000 },
  );

/** Somebody without a mouse: counts the presses, and never presses more often than a person would look for something. */
function byKeys(window: Page) {
  let presses = 0;
  const press = async (key: string) => {
    presses++;
    await window.keyboard.press(key);
  };
  const focused = (selector: string, name: string | RegExp) =>
    window.locator(`${selector}:focus`).filter({ hasText: name }).first();
  /** Presses until what has this name has the focus. */
  /** What keys act on: of an open menu the entry that is marked, which is its first when it opens. */
  const atHand = () =>
    window.evaluate(() => {
      const { activeElement } = document;
      const isMenu = activeElement?.getAttribute("role") === "menu";
      const element = isMenu ? activeElement?.querySelector("[data-highlighted]") : activeElement;
      return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
    });
  /** Presses until what has this name has the focus. */
  const goTo = async (name: RegExp, key: "Tab" | "ArrowDown" = "Tab") => {
    for (let left = 8; left > 0; left--) {
      if (name.test(await atHand())) return;
      await press(key);
    }
    throw new Error(`${name} is not reached by ${key}, but "${await atHand()}"`);
  };
  return { press, goTo, focused, presses: () => presses };
}

test("by keys: from the sign-in to a deployment, its failure and back to an earlier release in fewer than 25 presses", async () => {
  await lab.forge.commitAndPush(repository, { files: { "note.txt": "two" }, message: "Second" });
  expect(await deployed(3)).toBe("succeeded");
  await lab.forge.commitAndPush(repository, {
    files: { Dockerfile: "FROM node:24-alpine\nRUN exit 7\n" },
    message: "Broken",
  });

  const own = await aWindow(browser);
  const { press, goTo, focused, presses } = byKeys(own);
  await own.goto(`${plane.url}/sign-in`);
  await own.locator("input[type=email]:focus").waitFor();
  await own.keyboard.type(owner.email);
  await own.keyboard.press("Tab");
  await own.keyboard.type(owner.password);
  await own.keyboard.press("Enter");

  await focused("h1", "Projects").waitFor();
  await goTo(/^.*ferry/);
  await press("Enter");
  await focused("h1", "ferry").waitFor();
  await goTo(/^Deploy$/);
  await press("Enter");
  await focused("h2", "#4").waitFor();
  await own.getByRole("alert").filter({ hasText: "exit 7" }).waitFor({ timeout: 60_000 });
  expect(await ended(4)).toBe("failed");

  await goTo(/^Actions for #4$/);
  await press("Enter");
  await own.getByRole("menu").waitFor();
  await goTo(/^Roll back to an earlier release/, "ArrowDown");
  await press("Enter");
  await focused("h2", "Deployments").waitFor();
  await goTo(/^#4/);
  await goTo(/^#2/, "ArrowDown");
  await goTo(/^Actions for #2$/);
  await press("Enter");
  await own.getByRole("menuitem", { name: "Roll back to #2" }).waitFor();
  await own.keyboard.press("Escape");
  expect(await own.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Actions for #2");
  await own.keyboard.press("Enter");
  await own.getByRole("menu").waitFor();
  await goTo(/^Roll back to #2/, "ArrowDown");
  await press("Enter");
  await focused("button", "Don't roll back").waitFor();
  await goTo(/^Roll back to #2$/);
  await press("Enter");
  await focused("h2", "#5").waitFor();
  expect(presses()).toBeLessThan(25);
  expect(await ended(5)).toBe("succeeded");
});
