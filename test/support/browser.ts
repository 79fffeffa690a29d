import { type Browser, chromium, type Page } from "playwright-core";
import type { ControlPlane } from "./control-plane.ts";

const windows = new Set<Page>();

export function startBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args });
}

/** A window with a profile of its own: what one person sees, whoever is signed in elsewhere. */
export async function aWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  const window = await context.newPage();
  windows.add(window);
  window.on("close", () => windows.delete(window));
  return window;
}

/** What is in front of each person at this moment: what a failed journey is explained by. */
export async function tellWindows(): Promise<string[]> {
  const told = [...windows].map(async (window) => {
    const focus = await window.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
    return `${window.url()}\nfocus: ${focus}\n${(await window.locator("body").ariaSnapshot()).slice(0, 2_000)}`;
  });
  return (await Promise.allSettled(told)).map((each) =>
    each.status === "fulfilled" ? each.value : String(each.reason),
  );
}

// A label may be followed by "optional".
export const field = (page: Page, label: string) => page.getByLabel(new RegExp(`^${label}\\b`)).first();
export const click = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Ends on the first page behind the door, or stays when the password is refused. */
export async function enterPassword(page: Page, { url }: ControlPlane, person: { email: string; password: string }) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await click(page, "Sign in");
}
export async function signIn(page: Page, plane: ControlPlane, person: { email: string; password: string }) {
  await enterPassword(page, plane, person);
  await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
}
