import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import type { Measurement, Reading, Unavailable } from "../../scripts/bench/measurement.ts";
import { buildWhatChanged, interfaceProduct } from "../../scripts/build/products.ts";
import { startNodeControlPlane } from "../support/control-plane.ts";
import { median, percentile, sum } from "../support/load/statistics.ts";

const chromiumPath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** A fresh browser on a control plane that serves the built interface. */
async function inBrowser(work: (page: Page, url: string) => Promise<Reading>): Promise<Reading | Unavailable> {
  if (!existsSync(chromiumPath)) return { unavailable: `there is no browser at ${chromiumPath}` };
  await buildWhatChanged([interfaceProduct]);
  const controlPlane = await startNodeControlPlane();
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    return await work(await browser.newPage(), controlPlane.url);
  } finally {
    await browser?.close();
    await controlPlane.stop();
  }
}

/** All code that a browser loads to show the first page to somebody who is not signed in. */
async function firstLoad(page: Page, url: string): Promise<Reading> {
  const scripts: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.push(response.body().then((body) => gzipSync(body).byteLength));
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await page.getByRole("button").first().waitFor();
  const sizes = await Promise.all(scripts);
  return { value: sum(sizes) / 1_000, note: `${sizes.length} files, gzipped, at ${new URL(page.url()).pathname}` };
}

/** What the browser itself says how long a key or a click took until the next picture; and the same for scrolling by hand. */
async function longLog(page: Page, url: string): Promise<Reading> {
  // The page of the primitives is there for its makers only: no server answers with it, and it asks who looks.
  await page.addInitScript(() => Reflect.set(globalThis, "fairleadMeasures", true));
  await page.route(`${url}/dev/ui`, async (route) =>
    route.fulfill({ response: await route.fetch({ url: `${url}/sign-in` }) }),
  );
  await page.goto(`${url}/dev/ui`, { waitUntil: "networkidle" });
  const log = page.getByRole("log");
  await page.getByRole("button", { name: "Add 100,000 lines" }).click();
  await page.waitForFunction(() => /\d{6} lines/.test(document.querySelector('[role="log"]')?.ariaLabel ?? ""));
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    const remember = new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration)));
    // The types of the web do not know the threshold yet; without it only what is slower than 104 ms is told.
    const slowerThan: PerformanceObserverInit = Object.assign({ type: "event" }, { durationThreshold: 16 });
    remember.observe(slowerThan);
  });
  const search = page.getByPlaceholder("Search the log").last();
  await search.click();
  for (const letter of "error") await search.press(letter);
  for (let step = 0; step < 5; step++) await search.press("Enter");
  await search.fill("");
  const scrolledMs = await log.evaluate(async (element) => {
    const taken: number[] = [];
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (let part = 0; part < 20; part++) {
      const from = performance.now();
      element.scrollTop = (element.scrollHeight * part) / 20;
      await painted();
      taken.push(performance.now() - from);
    }
    return taken;
  });
  const typedMs = await page.evaluate(() => Reflect.get(globalThis, "seen") as number[]);
  const worst = percentile([...typedMs, ...scrolledMs], 1);
  const note = `worst of ${typedMs.length} key events over 16 ms and 20 jumps (median ${median(scrolledMs).toFixed(0)} ms)`;
  return { value: worst, note };
}

export const measurements: Measurement[] = [
  {
    name: "interface, first load of code",
    unit: "KB",
    target: { atMost: 120 },
    run: () => inBrowser(firstLoad),
  },
  {
    name: "interaction on a log of 100,000 lines",
    unit: "ms",
    target: { atMost: 100 },
    run: () => inBrowser(longLog),
  },
];
