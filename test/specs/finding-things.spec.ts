import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, field, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids, type Named } from "../support/furnished-instance.ts";
import { withDatabase } from "../support/load/embedded-database.ts";

let plane: NodeControlPlane;
let browser: Browser;
let page: Page;
let ids: Ids;

beforeAll(async () => {
  ({ plane, ids } = await aFurnishedInstance());
  await plane.api.post("/projects", { name: "Quay" });
  browser = await startBrowser();
  page = await aWindow(browser);
  await signIn(page, plane, plane);
});
afterAll(async () => {
  await browser?.close();
  await plane?.stop();
});

const open = async (path: string) => {
  await page.goto(plane.url + path);
  await page.getByRole("heading", { level: 1 }).waitFor();
};
const options = () => page.getByRole("option");

describe("the palette", () => {
  test("begins with what can be done on this page, and with its other pages", async () => {
    await open(`/applications/${ids.application}`);
    await page.keyboard.press("Control+k");
    await options().first().waitFor();
    const names = await options().allTextContents();
    expect(names[0]?.trim()).toBe("Deploy");
    expect(names.slice(0, 10).some((name) => /› Variables$/.test(name.trim()))).toBe(true);
    await page.keyboard.press("Escape");
  });

  test("leads back to where one was, and tells things of one name apart", async () => {
    await open(`/servers/${ids.server}`);
    await page.keyboard.press("Control+k");
    await page
      .getByRole("option", { name: /^production \/ / })
      .first()
      .waitFor();
    await page.keyboard.type("shop 7");
    await page.getByText("Harbour / production").first().waitFor();
    await page.keyboard.press("Escape");
  });

  test("asks for nothing again when it is opened again", async () => {
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.keyboard.press("Control+k");
    await page.keyboard.type("quay");
    await page.getByRole("option", { name: "Quay", exact: true }).waitFor();
    expect(asked.filter((path) => path.startsWith("/api/v1/"))).toEqual([]);
    await page.keyboard.press("Escape");
  });
});

test("a switcher finds another by its name, and the keyboard is where it was when one changes one's mind", async () => {
  await open(`/projects/${ids.project}/${ids.environment}`);
  const switcher = page.getByRole("button", { name: "Switch Harbour" });
  await switcher.click();
  await page.getByRole("option", { name: "Quay" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await switcher.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByRole("combobox").fill("qua");
  await page.getByRole("option", { name: "Quay" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Quay" }).waitFor();
});

test("a long page of settings tells in which part something is not saved", async () => {
  await open(`/applications/${ids.application}/settings`);
  const parts = page.getByRole("navigation", { name: "Sections" });
  await parts.getByRole("link", { name: "General", exact: true }).waitFor();
  const before = await field(page, "Name").inputValue();
  await field(page, "Name").fill("half typed");
  await parts.getByRole("link", { name: "General not saved yet" }).waitFor();
  await field(page, "Name").fill(before);
  await parts.getByRole("link", { name: "General", exact: true }).waitFor();
});

test("after a rollback the page says that pushes no longer deploy, and switches them on again", async () => {
  const repository = { kind: "git", sourceId: null, repositoryUrl: "https://github.com/acme/docs.git", branch: "main" };
  const { items } = await plane.api.get<{ items: { destinationId: string }[] }>("/applications");
  const place = { environmentId: ids.environment, destinationId: items[0]?.destinationId };
  const { id } = await plane.api.post<Named>("/applications", { name: "docs", ...place, origin: repository });
  const deployment = await plane.api.post<Named>(`/applications/${id}/deployments`, {});
  await withDatabase(plane, async ({ $client }) => {
    await $client.execute({
      sql: "UPDATE deployment SET status = 'succeeded', is_active = 1, live_at = created_at, rollback_of = id, commit_sha = ? WHERE id = ?",
      args: ["7b9158dc0ffee7b9158dc0ffee7b9158dc0ffee0", deployment.id],
    });
    await $client.execute({ sql: "UPDATE application SET auto_deploy = 0 WHERE id = ?", args: [id] });
  });
  await open(`/applications/${id}`);
  const commit = page.getByRole("link", { name: "7b9158d" }).first();
  expect(await commit.getAttribute("href")).toBe(
    "https://github.com/acme/docs/commit/7b9158dc0ffee7b9158dc0ffee7b9158dc0ffee0",
  );
  await page.getByText(/^Deploy on push is off since the rollback/).waitFor();
  await page.getByRole("button", { name: "Switch on" }).click();
  await page.getByText(/^Deploy on push is off/).waitFor({ state: "detached" });
  expect(await plane.api.get(`/applications/${id}`)).toMatchObject({ origin: { autoDeploy: true } });
});

test("the audit log is read as sentences, leads to what they name, and is filtered", async () => {
  await open("/activity?view=audit");
  await page.getByLabel("Filter the audit log").fill("domain shop.example.com");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=domain/);
  const told = page.getByRole("row", { name: "Owner added domain shop.example.com to" });
  await told.getByRole("link").waitFor();
  expect(await page.getByRole("row", { name: "Owner added server" }).count()).toBe(0);
});

test("the audit log is narrowed by keys, keeps it in the address, and says which filter found nothing", async () => {
  await open("/activity?view=audit");
  await page.getByLabel("Thing", { exact: true }).focus();
  await page.keyboard.type("harbour");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?view=audit&target=harbour$/);
  await page.getByRole("row", { name: "Owner added project Harbour" }).waitFor();
  expect(await page.getByRole("row", { name: "Owner added project Quay" }).count()).toBe(0);
  expect(await page.getByLabel("Thing", { exact: true }).inputValue()).toBe("harbour");

  await open("/activity?view=audit&target=harbour&action=server.");
  expect(await page.getByLabel("What", { exact: true }).locator("option:checked").textContent()).toBe("Servers");
  await page.getByText("Asked for: about Servers, on harbour.").waitFor();
  await page.getByRole("link", { name: "Without “about Servers”" }).press("Enter");
  await page.waitForURL(/\?view=audit&target=harbour$/);
  await page.getByRole("row", { name: "Owner added project Harbour" }).waitFor();

  await open("/activity?view=audit&from=2026-02-02&to=2026-01-01");
  await page.getByText("must be later than from").waitFor();
  expect(await page.getByLabel("Until", { exact: true }).getAttribute("aria-invalid")).toBe("true");
});

describe("the host key of a server", () => {
  const seen = "SHA256:4Vd3nQy0sPq6kXr8mWl2tGb5hJc7fZa9uEoIiKxNyRw";
  const confirmed = "SHA256:9aTg2rLk5vBn8mQw3eXz6uYi1oPs4dFh7jCkVbNmAqE";
  const shows = (id: string, before: string | null) =>
    withDatabase(plane, async ({ $client }) => {
      await $client.execute({
        sql: "UPDATE server SET seen_host_key = ?, seen_fingerprint = ?, host_key = ?, host_key_fingerprint = ? WHERE id = ?",
        args: ["AAAAC3NzaC1lZDI1NTE5", seen, before && "AAAAC3NzaC1yc2E", before, id],
      });
    });
  const keyOf = async (id: string) =>
    (await plane.api.get<{ hostKeyFingerprint: string | null }>(`/servers/${id}`)).hostKeyFingerprint;

  test("that changed is one card that begins with the decision, and is trusted only there", async () => {
    await shows(ids.server, confirmed);
    await open(`/servers/${ids.server}`);
    const card = page.getByRole("alert");
    expect(await card.count()).toBe(1);
    const told = (await card.textContent()) ?? "";
    expect(told.indexOf("Did somebody reinstall this machine")).toBeLessThan(told.indexOf(seen));
    expect(told).toContain(confirmed);
    expect(await page.getByText("Unreachable").count()).toBe(0);
    await card.getByRole("button", { name: "I compared it, trust the new key" }).press("Enter");
    await card.waitFor({ state: "detached" });
    expect(await keyOf(ids.server)).toBe(seen);
  });

  test("that nobody confirmed yet is asked about before anything else is done there, and then the server is checked", async () => {
    await withDatabase(plane, ({ $client }) => $client.execute("DELETE FROM job WHERE kind = 'check-server'"));
    await shows(ids.server, null);
    await open(`/servers/${ids.server}`);
    const card = page.getByRole("list", { name: "Let the runner in" });
    const told = (await card.textContent()) ?? "";
    expect(told.indexOf("Does root@203.0.113.7 itself say this fingerprint?")).toBeLessThan(told.indexOf(seen));
    await card.getByText("Begins once the fingerprint is confirmed").waitFor();
    await card.getByRole("button", { name: "The fingerprints match" }).click();
    await card.getByText("Confirmed").waitFor();
    await page.getByText("First contact").waitFor();
    expect(await plane.api.get(`/servers/${ids.server}`)).toMatchObject({ hostKeyFingerprint: seen, isChecking: true });
  });
});
