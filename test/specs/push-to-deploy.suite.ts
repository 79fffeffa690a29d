import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWhatChanged, interfaceProduct } from "../../scripts/build/products.ts";
import { deliverPush } from "../lab/deliver-push.ts";
import type { Repository } from "../lab/forge/push.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { ask } from "../support/ask.ts";
import type { ControlPlane } from "../support/control-plane.ts";
import { readFixture } from "../support/fixtures.ts";
import { startRunner, type TestRunner } from "../support/runner.ts";
import { until } from "../support/until.ts";
import { labSettings } from "../support/world.ts";

let lab: Lab;
let controlPlane: ControlPlane;
let runner: TestRunner;
let browser: Browser;
let page: Page;
let repository: Repository;

const click = (name: string) => page.getByRole("button", { name, exact: true }).click();
// A label may be followed by "optional".
const fill = (label: string, text: string) =>
  page
    .getByLabel(new RegExp(`^${label}\\b`))
    .first()
    .fill(text);

async function signIn() {
  await page.goto(`${controlPlane.url}/sign-in`);
  await page.getByLabel(/e-?mail/i).fill(controlPlane.email);
  await page.getByLabel("Password", { exact: true }).fill(controlPlane.password);
  await click("Sign in");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

async function addServer() {
  const machine = lab.server(0);
  await machine.authorize("root", runner.authorizedKeysLine);
  await page.goto(`${controlPlane.url}/start`);
  await fill("Name", "web-1");
  await fill("Address", machine.host);
  await fill("User", "root");
  await click("Add server");
  await page.getByText(machine.hostKeyFingerprint).first().waitFor();
  await click("The fingerprints match");
}

/** Answers the webhook's address and its secret, which the page shows once. */
async function addSource(): Promise<{ url: string; secret: string }> {
  await page.goto(`${controlPlane.url}/sources/new`);
  await fill("Name", "acme");
  await fill("Address", new URL(repository.httpsUrl).origin);
  await page.getByText("Access token", { exact: true }).first().click();
  await fill("Token", repository.token);
  const answered = page.waitForResponse(
    (answer) => answer.url().endsWith("/api/v1/sources") && answer.request().method() === "POST",
  );
  await click("Add source");
  const made = (await (await answered).json()) as { webhookUrl: string; webhookSecret: string };
  return { url: made.webhookUrl, secret: made.webhookSecret };
}

async function createApplication(host: string) {
  await page.goto(`${controlPlane.url}/applications/new`);
  await fill("Repository", repository.httpsUrl);
  await fill("Domain", `http://${host}`);
  await click("Create and deploy");
  await page.waitForURL(/\/deployments\/dep_/);
}

/** The whole way through the interface, on whichever home the control plane lives. */
export function pushThroughTheInterface(
  startControlPlane: (env: Record<string, string>) => Promise<ControlPlane>,
): void {
  beforeAll(async () => {
    await buildWhatChanged([interfaceProduct]);
    lab = await startLab({ servers: 1 });
    controlPlane = await startControlPlane(labSettings(lab));
    runner = await startRunner(controlPlane, labSettings(lab));
    repository = await lab.forge.createRepository("acme/shop");
    await lab.forge.commitAndPush(repository, { files: await readFixture("healthy"), message: "Start" });
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await runner?.stop();
    await controlPlane?.stop();
    await lab?.stop();
  });

  test("a person signs in, adds a server, a source and an application, and a push goes live before their eyes", async () => {
    const host = lab.domain(0, "shop");
    const { host: ip } = lab.server(0);
    await signIn();
    await addServer();
    const source = await addSource();
    await until(
      "the server to be ready",
      async () => {
        const { items } = await controlPlane.api.get<{ items: { state: string }[] }>("/servers");
        return items.some(({ state }) => state === "ready" || state === "warning") || undefined;
      },
      { withinMs: 90_000 },
    );
    await createApplication(host);
    await page.getByText("Succeeded").first().waitFor({ timeout: 120_000 });

    const push = await lab.forge.commitAndPush(repository, {
      files: { "version.txt": "two\n" },
      message: "Second version",
    });
    expect(await deliverPush({ url: source.url, forge: "github", secret: source.secret, push })).toMatchObject({
      status: 202,
    });
    await page.goto(`${controlPlane.url}/activity`);
    await page.getByText("Second version").first().click();
    // The list knows a deployment that succeeded too: only this one's own page counts.
    await page.waitForURL(/\/deployments\/dep_/);
    await page.locator("main").getByText("Succeeded").first().waitFor({ timeout: 120_000 });
    // The picture in the README is taken here, so it shows what is really there.
    const picture = process.env.FAIRLEAD_SCREENSHOT;
    if (picture) await page.screenshot({ path: picture });
    const answer = await ask({ host, ip, path: "/" });
    expect(JSON.parse(answer.body)).toMatchObject({ commit: push.after, version: "two" });
  });
}
