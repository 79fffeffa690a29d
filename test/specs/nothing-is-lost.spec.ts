import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, click, field, signIn, startBrowser } from "../support/browser.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids } from "../support/furnished-instance.ts";

let plane: NodeControlPlane;
let browser: Browser;
let page: Page;
let other: Page;
let ids: Ids;

beforeAll(async () => {
  ({ plane, ids } = await aFurnishedInstance());
  browser = await startBrowser();
  page = await aWindow(browser);
  other = await aWindow(browser);
  await signIn(page, plane, plane);
  await signIn(other, plane, plane);
});
afterAll(async () => {
  await browser?.close();
  await plane?.stop();
});

const settings = () => `${plane.url}/applications/${ids.application}/settings`;
const stored = () => plane.api.get<{ name: string; keepReleases: number }>(`/applications/${ids.application}`);
const general = (of: Page) => of.locator("form", { has: of.getByRole("heading", { name: "General", exact: true }) });
const save = (of: Page) => general(of).getByRole("button", { name: "Save", exact: true }).click();
const saved = (of: Page) => of.getByText("Saved", { exact: true }).first().waitFor();
const dialog = (of: Page) => of.getByRole("dialog");

describe("two people on one form", () => {
  test("each keeps what they changed when they changed different fields", async () => {
    await Promise.all([page.goto(settings()), other.goto(settings())]);
    await field(page, "Releases kept").fill("7");
    await save(page);
    await saved(page);
    await field(other, "Name").fill("quay");
    await save(other);
    await saved(other);
    expect(await stored()).toMatchObject({ name: "quay", keepReleases: 7 });
  });

  test("both values are shown when they changed the same one, and the choice is what is saved", async () => {
    await Promise.all([page.goto(settings()), other.goto(settings())]);
    await field(page, "Releases kept").fill("8");
    await field(other, "Releases kept").fill("4");
    await save(page);
    await saved(page);
    await save(other);
    const box = other.getByRole("alert").filter({ hasText: "Somebody else saved this in the meantime" });
    await box.waitFor();
    expect(await box.textContent()).toMatch(/Yours:\s*4.*Theirs:\s*8/s);
    expect((await stored()).keepReleases).toBe(8);
    await box.getByRole("radio", { name: /^Theirs/ }).check();
    await box.getByRole("button", { name: "Save what I chose" }).click();
    await box.waitFor({ state: "detached" });
    expect((await stored()).keepReleases).toBe(8);
  });
});

describe("what was typed", () => {
  test("a page with something unsaved asks before it goes, and staying keeps it", async () => {
    await page.goto(settings());
    await field(page, "Name").fill("half typed");
    await general(page).getByText("Not saved yet").waitFor();
    await page.getByRole("link", { name: "Variables", exact: true }).click();
    await dialog(page).getByRole("button", { name: "Stay here" }).click();
    await dialog(page).waitFor({ state: "detached" });
    expect(page.url()).toBe(settings());
    expect(await field(page, "Name").inputValue()).toBe("half typed");

    await page.getByRole("link", { name: "Variables", exact: true }).click();
    await dialog(page).getByRole("button", { name: "Leave without saving" }).click();
    await page.waitForURL(/\/variables$/);
    expect((await stored()).name).not.toBe("half typed");
  });

  test("the way back asks as well", async () => {
    await page.goto(`${plane.url}/applications/${ids.application}`);
    await page.getByRole("link", { name: "Settings", exact: true }).last().click();
    await page.waitForURL(settings());
    await field(page, "Name").fill("half typed");
    await page.evaluate(() => history.back());
    await dialog(page).getByRole("button", { name: "Stay here" }).click();
    expect(page.url()).toBe(settings());
    expect(await field(page, "Name").inputValue()).toBe("half typed");
    await page.evaluate(() => history.back());
    await dialog(page).getByRole("button", { name: "Leave without saving" }).click();
    await page.waitForURL(`${plane.url}/applications/${ids.application}`);
  });

  test("a form that was saved, or typed back, lets go without a word", async () => {
    await page.goto(settings());
    const before = await field(page, "Name").inputValue();
    await field(page, "Name").fill("something");
    await field(page, "Name").fill(before);
    await page.getByRole("link", { name: "Variables", exact: true }).click();
    await page.waitForURL(/\/variables$/);
  });

  test("a click beside a dialog asks when something was typed in it", async () => {
    await page.goto(`${plane.url}/applications/${ids.application}/variables`);
    await page.getByRole("button", { name: "New variable" }).first().click();
    await field(page, "Name").fill("PRECIOUS");
    await page.mouse.click(5, 5);
    await dialog(page).getByRole("button", { name: "Go on typing" }).click();
    expect(await field(page, "Name").inputValue()).toBe("PRECIOUS");
    await page.keyboard.press("Escape");
    await dialog(page).getByRole("button", { name: "Close without saving" }).click();
    await dialog(page).waitFor({ state: "detached" });
  });
});

describe("a session that ended", () => {
  const signedIn = async () => {
    const own = await aWindow(browser);
    // What comes live would ask again by itself, before the click that is meant.
    await own.route("**/api/v1/events*", (route) => route.abort());
    await signIn(own, plane, plane);
    await own.goto(settings());
    await general(own).waitFor();
    return own;
  };

  test("leads back to the page one was going to", async () => {
    const own = await signedIn();
    await own.context().clearCookies();
    await own.getByRole("link", { name: "Servers", exact: true }).first().click();
    await own.waitForURL(/\/sign-in/);
    await own.getByLabel("E-mail").fill(plane.email);
    await own.getByLabel("Password", { exact: true }).fill(plane.password);
    await click(own, "Sign in");
    await own.waitForURL(`${plane.url}/servers`);
    await own.context().close();
  });

  test("does not take a form away when something live comes in", async () => {
    const own = await aWindow(browser);
    await signIn(own, plane, plane);
    // The page before listens too; only the stream of the form's own page outlives the cookies.
    await own.goto("about:blank");
    const listens = own.waitForResponse((answer) => answer.url().includes("/api/v1/events"));
    await own.goto(settings());
    await listens;
    // What it may have missed until then is read again: a session that ends amid these answers takes the page away, as it must.
    const lists = ["applications/", "environments", "destinations", "servers", "sources", "deployments"];
    const isOf = (list: string) => (answer: { url(): string }) => answer.url().includes(`/api/v1/${list}`);
    await Promise.all(lists.map((list) => own.waitForResponse(isOf(list))));
    await field(own, "Name").fill("kept through events");
    await own.context().clearCookies();
    const refused = own.waitForResponse((answer) => answer.url().endsWith("/api/v1/me") && answer.status() === 401);
    await plane.api.post(`/applications/${ids.application}/domains`, { host: "live.example.com" });
    await refused;
    expect(await field(own, "Name").inputValue()).toBe("kept through events");
    await own.context().close();
  });

  test("leaves a form as it is, and takes it after signing in elsewhere", async () => {
    const own = await signedIn();
    await field(own, "Name").fill("kept through it");
    const cookies = await own.context().cookies();
    await own.context().clearCookies();
    await save(own);
    await general(own).getByText("Your session has ended").waitFor();
    expect(await field(own, "Name").inputValue()).toBe("kept through it");
    await own.context().addCookies(cookies);
    await save(own);
    await saved(own);
    expect((await stored()).name).toBe("kept through it");
    await own.context().close();
  });
});

describe("the frame", () => {
  const frame = async (of: Page) => {
    const [rail, search] = [of.getByRole("navigation", { name: "Main" }).first(), of.getByText("Search").first()];
    await Promise.all([rail.waitFor(), search.waitFor()]);
  };

  test("stays around a page that is not there, at any address", async () => {
    for (const path of [
      "/nothing/here",
      "/applications/app_zzz",
      `/applications/${"app_00000000000000000000000000"}`,
    ]) {
      await page.goto(`${plane.url}${path}`);
      await page.getByRole("heading", { level: 1, name: "Not here" }).waitFor();
      await frame(page);
    }
  });

  test("and the tabs of an application stay when one of its pages does not load", async () => {
    await page.route("**/api/v1/*/*/variables", (route) => route.fulfill({ status: 503, json: {} }));
    await page.goto(`${plane.url}/applications/${ids.application}/variables`);
    await page.getByRole("heading", { level: 1, name: "This page did not load" }).waitFor();
    await frame(page);
    await page.getByRole("navigation", { name: "Application" }).waitFor();
    await page.unroute("**/api/v1/*/*/variables");
  });
});

test("what takes the place of Cancel when a deployment ends is nothing that can be clicked", async () => {
  const { id } = await plane.api.post<{ id: string }>(`/applications/${ids.application}/deployments`, {});
  await page.goto(`${plane.url}/deployments/${id}`);
  const cancel = page.getByRole("button", { name: "Cancel", exact: true });
  await cancel.waitFor();
  const box = await cancel.boundingBox();
  await plane.api.post(`/deployments/${id}/cancel`, {});
  await cancel.waitFor({ state: "detached" });
  const tag = await page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.closest("a, button")?.tagName ?? "nothing",
    { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 },
  );
  expect(tag).toBe("nothing");
});

describe("before anything came", () => {
  test("the frame stands, for whoever was here before", async () => {
    const own = await aWindow(browser);
    await signIn(own, plane, plane);
    await own.route("**/_app/**/*.js", () => {});
    await own.goto(`${plane.url}/servers`, { waitUntil: "commit" });
    await own.locator("#shell .rail").waitFor();
    await own.goto(`${plane.url}/sign-in`, { waitUntil: "commit" });
    await own.locator("#shell").waitFor({ state: "attached" });
    expect(await own.locator("#shell").isVisible()).toBe(false);
    await own.context().close();
  });

  test("a click that takes long says at once that it is followed", async () => {
    await page.goto(`${plane.url}/`);
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    let goOn = () => {};
    const held = new Promise<void>((done) => {
      goOn = done;
    });
    await page.route("**/api/v1/servers*", async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole("link", { name: "Servers", exact: true }).first().click();
    await page.getByRole("progressbar", { name: "Loading the page" }).waitFor();
    goOn();
    await page.getByRole("progressbar", { name: "Loading the page" }).waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1, name: "Servers" }).waitFor();
  });

  test("a click whose code takes long says so, and says with a way out when it never comes", async () => {
    const own = await aWindow(browser);
    await signIn(own, plane, plane);
    await own.goto(`${plane.url}/projects/${ids.project}/${ids.environment}`);
    await own.getByRole("heading", { level: 1 }).waitFor();
    let giveUp = () => {};
    const held = new Promise<void>((done) => {
      giveUp = done;
    });
    await own.route("**/_app/**/*.js", async (route) => {
      await held;
      await route.abort();
    });
    await own.locator("a[data-resource]").first().click();
    await own.getByRole("progressbar", { name: "Loading the page" }).waitFor();
    giveUp();
    await own.getByRole("alert").getByRole("button", { name: "Reload" }).waitFor();
    await own.unroute("**/_app/**/*.js");
    await own.getByRole("button", { name: "Reload" }).click();
    await own.locator("a[data-resource]").first().click();
    await own.getByRole("dialog").waitFor();
    await own.context().close();
  });

  test("a log that was not read yet is not said to be empty", async () => {
    let goOn = () => {};
    const held = new Promise<void>((done) => {
      goOn = done;
    });
    await page.route("**/api/v1/deployments/*/log*", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${plane.url}/deployments/${ids.deployment}`);
    await page.getByRole("log").waitFor();
    expect(await page.getByText("Nothing was written.").count()).toBe(0);
    goOn();
    await page.getByText("Nothing was written.").waitFor();
    await page.unroute("**/api/v1/deployments/*/log*");
  });
});
