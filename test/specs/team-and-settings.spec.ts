import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, click, enterPassword, field, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, applicationCount, type Ids, type Named } from "../support/furnished-instance.ts";
import { until } from "../support/until.ts";

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

const open = (path: string) => page.goto(`${plane.url}${path}`);
const row = (name: string) => page.getByRole("row", { name });
const choose = async (of: Locator, action: string) => {
  await of.getByRole("button", { name: /^Actions for/ }).click();
  await page.getByRole("menuitem", { name: action }).click();
};
const shownSecret = (of: Page) => of.locator("main pre").first();

describe("the team", () => {
  test("an invited person opens the link elsewhere, signs up and is in the team with the given role", async () => {
    await open("/settings/members");
    await field(page, "E-mail").fill("mate@fairlead.test");
    await field(page, "Role").selectOption("viewer");
    await click(page, "Invite");
    const link = (await shownSecret(page).textContent()) ?? "";
    expect(link).toContain(`${plane.url}/invitation`);
    expect(await row("mate@fairlead.test").textContent()).toContain("viewer");

    const guest = await aWindow(browser);
    await guest.goto(link);
    await field(guest, "Your name").fill("Mate");
    expect(await field(guest, "E-mail").inputValue()).toBe("mate@fairlead.test");
    await field(guest, "New password").fill("salt and rope and tar");
    await click(guest, "Create account");
    await guest.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    await guest.goto(`${plane.url}/settings/members`);
    await guest.getByText("where you are viewer").waitFor();
    expect(await guest.getByRole("row", { name: "mate@fairlead.test" }).textContent()).toMatch(/you.*viewer/s);
    expect(await guest.getByRole("button", { name: "Invite" }).count()).toBe(0);
    await guest.context().close();
  });

  test("a link that was used once opens nothing again", async () => {
    const { link } = await plane.api.post<{ link: string }>("/invitations", {
      email: "late@fairlead.test",
      role: "member",
    });
    const token = new URL(link).hash.slice(1);
    const person = { name: "Late", email: "late@fairlead.test", password: "salt and rope and tar", invitation: token };
    const headers = { "content-type": "application/json", origin: plane.url };
    const answer = await fetch(`${plane.url}/api/auth/sign-up/email`, {
      method: "POST",
      headers,
      body: JSON.stringify(person),
    });
    expect(answer.status).toBeLessThan(300);
    const guest = await aWindow(browser);
    await guest.goto(link);
    await guest.getByText("Ask the person who invited you for a new link.").waitFor();
    await guest.context().close();
  });

  test("a changed password ends the other sessions, and only the new one opens the door", async () => {
    const other = await aWindow(browser);
    await signIn(other, plane, plane);
    const password = "another correct horse staple";
    await open("/settings/account");
    await field(page, "Present password").fill(plane.password);
    await field(page, "New password").fill("short");
    await click(page, "Set password");
    await page.getByText("Must have at least 12 characters").waitFor();
    await field(page, "New password").fill(password);
    await click(page, "Set password");
    await page.getByText("your other sessions have ended").waitFor();

    await other.goto(`${plane.url}/servers`);
    await other.waitForURL(/\/sign-in/);
    await enterPassword(other, plane, plane);
    await other.getByRole("alert").waitFor();
    await signIn(other, plane, { email: plane.email, password });
    await other.context().close();
  });

  test("an API token is shown once, does what it may, and is refused after its revocation", async () => {
    const ask = async (token: string, method: string) =>
      (await fetch(`${plane.url}/api/v1/projects`, { method, headers: { authorization: `Bearer ${token}` } })).status;
    await open("/settings/tokens");
    await field(page, "Name").fill("CI");
    await field(page, "Access").selectOption("read");
    await click(page, "Create");
    const token = (await shownSecret(page).textContent()) ?? "";
    expect([await ask(token, "GET"), await ask(token, "POST")]).toEqual([200, 403]);

    await page.reload();
    await row("CI").first().waitFor();
    expect(await page.locator("main").textContent()).not.toContain(token);
    await choose(row("CI").first(), "Revoke");
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("Revoked").first().waitFor();
    expect(await ask(token, "GET")).toBe(401);
  });
});

test("the form of a registry says what a login of the chosen one is made of, and which try is wrong", async () => {
  await open("/settings/registries");
  await click(page, "New registry");
  const dialog = page.getByRole("dialog");
  await field(page, "Registry").selectOption({ label: "Amazon ECR" });
  await dialog.getByText("aws ecr get-login-password").waitFor();
  await dialog.getByText("It holds 12 hours").waitFor();
  await field(page, "Registry").selectOption({ label: "GitHub (GHCR)" });
  expect(await field(page, "Address").inputValue()).toBe("ghcr.io");
  await field(page, "User name").fill("robot");
  await field(page, "Password or token").fill("swordfish");
  await dialog.getByText("What is tried").click();
  await field(page, "Image to pull").fill("docker.io/acme/shop:1");
  await click(page, "Add registry");
  await dialog.getByText(/must be of ghcr\.io/i).waitFor();
  await dialog.getByText("Close", { exact: true }).click();
  await dialog.waitFor({ state: "detached" });
});

test("a registry is added, asks for its password again when its address changes, and is deleted by its typed name", async () => {
  await open("/settings/registries");
  await click(page, "New registry");
  const dialog = page.getByRole("dialog");
  await field(page, "Address").fill("ghcr.io/acme");
  await field(page, "User name").fill("robot");
  await field(page, "Password or token").fill("swordfish");
  await click(page, "Add registry");
  await dialog.getByText("without a path, so ghcr.io").waitFor();
  await field(page, "Address").fill("https://ghcr.io/");
  await click(page, "Add registry");
  await row("ghcr.io")
    .getByText(/Being tried|Not tried/)
    .waitFor();
  await choose(row("ghcr.io"), "Change");
  await field(page, "Address").fill("registry.example.com:5000");
  await click(page, "Save");
  await dialog.getByText("needed again").waitFor();
  await field(page, "Password or token").fill("swordfish");
  await click(page, "Save");
  await choose(row("registry.example.com:5000"), "Delete");
  await dialog.getByText("Dockerfiles that begin with a private image").waitFor();
  await dialog.getByRole("textbox").fill("ghcr.io");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByText("No registries yet").waitFor();
  expect(await page.locator("main").textContent()).not.toContain("swordfish");
});

describe("what a person changes", () => {
  test("a domain gets another path and a redirect, and a refused value is told beside its field", async () => {
    await plane.api.post(`/applications/${ids.application}/domains`, { host: "old.example.com" });
    await open(`/applications/${ids.application}/domains`);
    await choose(row("old.example.com"), "Change");
    const dialog = page.getByRole("dialog");
    await field(page, "Path").fill("no-slash");
    await click(page, "Save");
    await dialog.getByText("Must start with /").waitFor();
    expect(await field(page, "Path").getAttribute("aria-invalid")).toBe("true");
    await field(page, "Path").fill("/news");
    await field(page, "Scheme").selectOption("http");
    const target = await dialog.getByLabel("Redirects to").locator("option").nth(1).getAttribute("value");
    await dialog.getByLabel("Redirects to").selectOption(target);
    await click(page, "Save");
    await dialog.waitFor({ state: "detached" });
    const text = await until("the row to show the new path", async () => {
      const shown = await row("old.example.com").textContent();
      return shown?.includes("old.example.com/news") ? shown : undefined;
    });
    expect(text).toContain(`redirects to ${target}`);
    expect(text).toContain("http only");
  });

  test("a name that holds the address its server had before is marked, and the new name is offered", async () => {
    await plane.api.patch(`/servers/${ids.server}`, { host: "203.0.113.7", proxy: "caddy" });
    const { items } = await plane.api.post<{ items: { host: string }[] }>(
      `/applications/${ids.application}/domains`,
      {},
    );
    const host = items[0]?.host ?? "";
    await open(`/applications/${ids.application}/domains`);
    await row(host).waitFor();
    expect(await row(host).getByText("leads elsewhere").count()).toBe(0);

    await plane.api.patch(`/servers/${ids.server}`, { host: "203.0.113.9" });
    await page.reload();
    await row(host).getByText("leads elsewhere").waitFor();
    await row(host).getByText("This name leads to 203.0.113.7").waitFor();
    const name = host.replace("203-0-113-7", "203-0-113-9");
    await click(page, "Use this name");
    await row(name).waitFor();
    expect(await row(name).getByText("leads elsewhere").count()).toBe(0);
  });

  test("a new domain may be given its path and scheme at once", async () => {
    await open(`/applications/${ids.application}/domains`);
    await field(page, "Domain").fill("api.example.com");
    await click(page, "Scheme, path, redirect");
    await field(page, "Path").fill("/v1");
    await field(page, "Scheme").selectOption("http");
    await click(page, "Add");
    expect(await row("api.example.com/v1").textContent()).toContain("http only");
  });

  test("a runner is renamed, and deleted by its name once no server uses it", async () => {
    await open("/settings/runners");
    const card = (name: string) => page.locator("section", { has: page.getByRole("heading", { name, exact: true }) });
    await choose(card("simulated"), "Rename");
    await field(page, "Name").fill("harbour-1");
    await click(page, "Rename");
    await card("harbour-1").getByRole("link", { name: "web-1" }).waitFor();
    await card("harbour-1")
      .getByRole("button", { name: /^Actions for/ })
      .click();
    await page.getByText("Move or delete its 1 server first").waitFor();
    await page.keyboard.press("Escape");

    const { token } = await plane.api.post<{ token: string }>("/runners/enrolments");
    const about = { name: "spare", version: "0.1.0", platform: "linux-x64" };
    await fetch(`${plane.url}/api/v1/runner/enrol`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, sshPublicKey: `ssh-ed25519 ${"B".repeat(68)} spare`, ...about }),
    });
    await page.reload();
    await choose(card("spare"), "Delete");
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete" });
    expect(await confirm.isDisabled()).toBe(true);
    await field(page, "Type spare to confirm").fill("spare");
    await confirm.click();
    await card("spare").waitFor({ state: "detached" });
    const { items } = await plane.api.get<{ items: Named[] }>("/runners");
    expect(items.map(({ name }) => name)).toEqual(["harbour-1"]);
  });

  test("a destination is made, renamed and deleted, and one in use says what is in the way", async () => {
    const names = async () =>
      (await plane.api.get<{ items: Named[] }>(`/destinations?serverId=${ids.server}`)).items.map(({ name }) => name);
    await open(`/servers/${ids.server}`);
    await click(page, "New destination");
    await page.getByRole("dialog").getByLabel("Name").fill("blue");
    await click(page, "Create");
    await page.getByRole("button", { name: "Actions for blue" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("green");
    await click(page, "Rename");
    await page.getByRole("button", { name: "Actions for green" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { name: "green", exact: true }).waitFor({ state: "detached" });
    expect(await names()).toEqual(["default"]);
    await page.getByRole("button", { name: "Actions for default" }).click();
    await page.getByText(`Delete its ${applicationCount} resources first`).waitFor();
  });
});
