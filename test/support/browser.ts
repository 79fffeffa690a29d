import { type Browser, chromium, type Page } from "playwright-core";
import type { ControlPlane } from "./control-plane.ts";

export function startBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args });
}

/** A window with a profile of its own: what one person sees, whoever is signed in elsewhere. */
export async function aWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  return context.newPage();
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
