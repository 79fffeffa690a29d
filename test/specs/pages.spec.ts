import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWindow, signIn, startBrowser } from "../support/browser.ts";
import { openCold, tooMuch } from "../support/cold-code.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids, type Named } from "../support/furnished-instance.ts";
import { faint, sticksOut, unclear } from "../support/page-findings.ts";
import { kindsOfPage } from "../support/pages.ts";
import { until } from "../support/until.ts";

/** A name that is a program for a careless page, and turns the direction of what follows it. */
const hostileName = `"><script>window.__tripped = 1</script><img src=x onerror="window.__tripped = 1">\u202egnp`;

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

test("by keyboard alone the palette opens, finds a server and an application, and goes there", async () => {
  await open("/");
  const goTo = async (name: string) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command" }).waitFor();
    await page.keyboard.type(name);
    await page.getByRole("option", { name, exact: true }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  };
  await goTo("web-1");
  expect(new URL(page.url()).pathname).toBe(`/servers/${ids.server}`);
  await goTo("shop 7");
  expect(new URL(page.url()).pathname).toMatch(/^\/applications\/app_/);
});

test("names that are programs are shown as the text they are, wherever they stand", async () => {
  const names = await plane.api.patch<Named>(`/applications/${ids.application}`, { name: hostileName.slice(0, 80) });
  await plane.api.patch(`/servers/${ids.server}`, { name: hostileName.slice(0, 80) });
  await plane.api.patch(`/sources/${ids.source}`, { name: hostileName.slice(0, 80) });
  const paths = [
    "/servers",
    `/servers/${ids.server}`,
    "/sources",
    `/sources/${ids.source}`,
    `/applications/${ids.application}`,
  ];
  for (const path of [...paths, `/projects/${ids.project}/${ids.environment}`, "/activity"]) {
    await open(path);
    await page.locator("main").getByText(names.name).first().waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "__tripped")), path).toBeUndefined();
  }
  await page.keyboard.press("Control+k");
  await page.keyboard.type("script");
  await page.getByRole("option", { name: names.name }).first().waitFor();
  expect(await page.evaluate(() => Reflect.get(window, "__tripped"))).toBeUndefined();
});

test("a dialog dims what it stands in front of and hears Escape", async () => {
  await open("/?new=project");
  await page.getByRole("dialog", { name: "New project" }).waitFor();
  const scrim = page.locator("[data-dialog-overlay]");
  expect(await scrim.evaluate((element) => getComputedStyle(element).backgroundColor)).toMatch(
    /^rgba\(0, 0, 0, 0\.[46]\)$/,
  );
  await page.keyboard.press("Escape");
  await scrim.waitFor({ state: "detached" });
});

test("a page with faint text, a nameless button and a wide table is found out", async () => {
  await open("/settings");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator("main").evaluate((main) => {
    const flaws = `<p style="color: #888; background: #999">faint</p><button><svg></svg></button><table style="width: 600px"><tr><td>wide</table>`;
    main.insertAdjacentHTML("beforeend", flaws);
  });
  const findings = [...(await unclear(page)), ...(await faint(page)), ...(await sticksOut(page))];
  expect(findings).toEqual([
    expect.stringContaining("a button without a name"),
    expect.stringMatching(/^contrast 1\.\d+: faint$/),
    expect.stringContaining("px too wide"),
    expect.stringContaining("<table"),
  ]);
});

describe("every main page can be read in both themes, fits a phone and opens cold with 120 KB of code in 25 files at most", () => {
  async function judge(of: Page, path: string) {
    await of.setViewportSize({ width: 1440, height: 900 });
    const code = await openCold(of, `${plane.url}${path}`);
    await of.emulateMedia({ colorScheme: "dark" });
    const findings = { dark: await faint(of), unclear: await unclear(of) };
    await of.emulateMedia({ colorScheme: "light" });
    const light = await faint(of);
    await of.setViewportSize({ width: 390, height: 844 });
    return {
      ...findings,
      light,
      wide: await sticksOut(of),
      heavy: tooMuch(code),
    };
  }
  const good = { dark: [], light: [], unclear: [], wide: [], heavy: [] };

  test.each(kindsOfPage)("%s", async (_name, path) => {
    expect(await judge(page, path(ids))).toEqual(good);
  });
  test.each(["/sign-in", "/forgot-password", "/reset-password#x", "/invitation#x"])("the door %s", async (path) => {
    const guest = await aWindow(browser);
    expect(await judge(guest, path)).toEqual(good);
    await guest.context().close();
  });
});

describe("what floats above a page is part of it for whoever goes from landmark to landmark", () => {
  const opened: [what: string, open: () => Promise<unknown>][] = [
    [
      "a menu of the page",
      async () => {
        await open("/settings/runners");
        await page
          .locator("main")
          .getByRole("button", { name: /^Actions for/ })
          .first()
          .click();
        await page.getByRole("menu").waitFor();
      },
    ],
    [
      "a menu of the frame",
      async () => {
        await open("/");
        await page.getByRole("button", { name: "your account" }).click();
        await page.getByRole("menu").waitFor();
      },
    ],
    [
      "a dialog",
      async () => {
        await open("/?new=project");
        await page.getByRole("dialog", { name: "New project" }).waitFor();
      },
    ],
    [
      "the palette",
      async () => {
        await open("/");
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.keyboard.press("Control+k");
        await page.getByRole("option").first().waitFor();
      },
    ],
    [
      "the sheet of keys",
      async () => {
        await open("/");
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.keyboard.press("?");
        await page.getByRole("dialog").waitFor();
      },
    ],
    [
      "a message that goes away by itself",
      async () => {
        await open("/settings");
        await page.getByRole("button", { name: "Save", exact: true }).first().click();
        await page.getByText("Saved").first().waitFor();
      },
    ],
  ];
  test.each(opened)("%s", async (_what, show) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await show();
    expect(await unclear(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });
});

// Last, because every page before it is quicker to judge with few rows.
test("a list longer than one page goes on where it ended", async () => {
  await plane.api.patch("/instance", { limits: { projects: 1_000 } });
  const add = (number: number) => plane.api.post("/projects", { name: `Project ${number}` });
  // More than a team may have waiting at once are refused.
  for (let made = 0; made < 202; made += 50)
    await Promise.all(Array.from({ length: Math.min(50, 202 - made) }, (_, number) => add(made + number)));
  await page.setViewportSize({ width: 1440, height: 900 });
  const listed = () => page.locator("main li:has(article)").first().getAttribute("aria-setsize");
  await open("/");
  await page.getByText("The newest 200 are shown").waitFor();
  expect(await listed()).toBe("200");
  expect(await page.locator("main li:has(article)").count(), "only what is near is drawn").toBeLessThan(60);
  await page.keyboard.press("End");
  await page.locator('main li[aria-posinset="200"]').waitFor();
  const more = page.getByRole("link", { name: "Show more" });
  await more.scrollIntoViewIfNeeded();
  const last = page.locator('main li[aria-posinset="200"]');
  const top = () => last.evaluate((card) => card.getBoundingClientRect().top);
  const before = await top();
  await more.click();
  await until("the rest", async () => ((await listed()) === "203" ? true : undefined));
  expect(await more.count()).toBe(0);
  expect(Math.abs((await top()) - before), "what was being read stays where it is").toBeLessThan(4);
});
