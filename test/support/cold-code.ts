import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { lazyFiles } from "./lazy-code.ts";

/** Code that a page brings along: gzipped, whatever the server does. */
export type Code = { kilobytes: number; files: number };

/** What of it is over what every page keeps to. */
export const tooMuch = ({ kilobytes, files }: Code): string[] => [
  ...(kilobytes > 120 ? [`${kilobytes.toFixed(0)} KB of code`] : []),
  ...(files > 25 ? [`${files} files of code`] : []),
];

/** Opens it with nothing in the cache and counts the code it asks for until it stands, chunks that are lazy by name apart. */
export async function openCold(page: Page, address: string): Promise<Code> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts: Promise<number>[] = [];
  const lazy = lazyFiles();
  const count = (response: Response) => {
    if (response.request().resourceType() !== "script") return;
    if (lazy.some((file) => response.url().endsWith(file))) return;
    scripts.push(response.body().then((body) => gzipSync(body).byteLength));
  };
  page.on("response", count);
  try {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    // Code that the page asks for by itself comes right after what it asks the control plane for.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 2_000 })));
  } finally {
    page.off("response", count);
    await session.detach();
  }
  const sizes = await Promise.all(scripts);
  return { kilobytes: sizes.reduce((total, size) => total + size, 0) / 1_000, files: sizes.length };
}
