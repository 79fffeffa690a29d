import { existsSync } from "node:fs";
import type { Browser, CDPSession, Page } from "playwright-core";
import type { Measurement, Reading, Unavailable } from "../../scripts/bench/measurement.ts";
import { aWindow, signIn, startBrowser } from "../support/browser.ts";
import { type Code, openCold } from "../support/cold-code.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { aFurnishedInstance, type Ids } from "../support/furnished-instance.ts";
import { median } from "../support/load/statistics.ts";
import { kindsOfPage } from "../support/pages.ts";
import { manyRows } from "./many-rows.ts";
import { once } from "./once.ts";

type Given = { page: Page; plane: NodeControlPlane; ids: Ids; browser: Browser };

async function signedIn<T>(work: (given: Given) => Promise<T>, applications?: number): Promise<T | Unavailable> {
  const path = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  if (!existsSync(path)) return { unavailable: `there is no browser at ${path}` };
  const { plane, ids } = await aFurnishedInstance(applications);
  const browser = await startBrowser();
  try {
    const page = await aWindow(browser);
    await signIn(page, plane, plane);
    return await work({ page, plane, ids, browser });
  } finally {
    await browser.close();
    await plane.stop();
  }
}

/** What a browser with nothing in its cache loads as code for each kind of page. */
const coldPages = once(() =>
  signedIn(async ({ page, plane, ids }) => {
    const found: ({ name: string } & Code)[] = [];
    for (const [name, path] of kindsOfPage) found.push({ name, ...(await openCold(page, plane.url + path(ids))) });
    return found;
  }),
);

async function worstOf(of: "kilobytes" | "files"): Promise<Reading | Unavailable> {
  const found = await coldPages();
  if ("unavailable" in found) return found;
  const sorted = found.toSorted((a, b) => b[of] - a[of]);
  const told = sorted.slice(0, 3).map(({ name, [of]: value }) => `${name} ${value.toFixed(0)}`);
  return {
    value: sorted[0]?.[of] ?? 0,
    note: `worst of ${found.length}: ${told.join(", ")}; least ${sorted.at(-1)?.[of].toFixed(0)}`,
  };
}

const slowly = (session: CDPSession) =>
  session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 400_000 / 8,
    uploadThroughput: 400_000 / 8,
  });
const turns = 5;
const spread = (of: readonly number[]) =>
  `median of ${of.length}, ${Math.min(...of).toFixed(0)}-${Math.max(...of).toFixed(0)}, at 400 kbit/s and 400 ms`;

/** From the last byte of the page's HTML to the first thing that is seen, in a browser that has been here and lost its cache. */
const firstPaint = () =>
  signedIn(async ({ page, plane }) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await slowly(session);
    const taken: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      await page.goto(`${plane.url}/servers`, { waitUntil: "commit" });
      await page.locator("#shell .rail").waitFor();
      await page.waitForFunction(
        () =>
          performance.getEntriesByName("first-contentful-paint").length +
            performance.getEntriesByName("first-paint").length >
          0,
      );
      taken.push(
        await page.evaluate(() => {
          const [html] = performance.getEntriesByType("navigation");
          const [paint] = performance.getEntriesByName("first-paint");
          return (paint?.startTime ?? 0) - ((html as PerformanceNavigationTiming | undefined)?.responseEnd ?? 0);
        }),
      );
    }
    return { value: median(taken), note: spread(taken) };
  });

/** From a click on a tab whose page is not here yet to a sign that the click was heard. */
const tabChange = () =>
  signedIn(async ({ page, plane, ids, browser }) => {
    await page.close();
    const taken: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const own = await aWindow(browser);
      await signIn(own, plane, plane);
      await own.goto(`${plane.url}/applications/${ids.application}`);
      await own.getByRole("heading", { level: 1 }).waitFor();
      const session = await own.context().newCDPSession(own);
      await slowly(session);
      taken.push(
        await own.evaluate(
          () =>
            new Promise<number>((done) => {
              const tab = document.querySelector<HTMLAnchorElement>(
                'nav[aria-label="Application"] a[href$="/domains"]',
              );
              const from = performance.now();
              const look = () => {
                const line = document.querySelector('[role="progressbar"]');
                if (line && Number(getComputedStyle(line).opacity) > 0) done(performance.now() - from);
                else requestAnimationFrame(look);
              };
              tab?.click();
              look();
            }),
        ),
      );
      await own.context().close();
    }
    return { value: median(taken), note: spread(taken) };
  });

const long = once(() => signedIn(manyRows, 500));

async function longList(of: "nodes" | "longestTaskMs" | "interactionMs"): Promise<Reading | Unavailable> {
  const found = await long();
  if ("unavailable" in found) return found;
  const told = found.map(
    ({ name, [of]: values }) =>
      `${name} ${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)})`,
  );
  return {
    value: Math.max(...found.map(({ [of]: values }) => median(values))),
    note: `median (least-most) of ${found[0]?.[of].length}: ${told.join(", ")}`,
  };
}

export const measurements: Measurement[] = [
  { name: "page opened cold, code", unit: "KB", target: { atMost: 120 }, run: () => worstOf("kilobytes") },
  { name: "page opened cold, files of code", unit: "files", target: { atMost: 25 }, run: () => worstOf("files") },
  { name: "slow line, frame painted after the HTML", unit: "ms", target: { atMost: 3_000 }, run: firstPaint },
  { name: "slow line, progress shown after a click on a tab", unit: "ms", target: { atMost: 200 }, run: tabChange },
  { name: "long lists, nodes", unit: "nodes", target: { atMost: 1_500 }, run: () => longList("nodes") },
  {
    name: "long lists, longest task (its own work)",
    unit: "ms",
    target: { atMost: 200 },
    run: () => longList("longestTaskMs"),
  },
  {
    name: "long lists, interaction (its own work)",
    unit: "ms",
    target: { atMost: 100 },
    run: () => longList("interactionMs"),
  },
];
