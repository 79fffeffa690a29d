import type { Page } from "playwright-core";

type Finding = string;

const namedRoles = new Set(
  "button link textbox searchbox combobox checkbox radio switch menuitem tab option heading image dialog table navigation".split(
    " ",
  ),
);

/** Controls, headings and pictures that a screen reader has no name for, by the browser's own computation. */
async function unnamed(page: Page): Promise<Finding[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter(({ ignored, role, name }) => !ignored && namedRoles.has(role?.value) && !name?.value?.trim())
    .map(({ role, nodeId }) => `a ${role?.value} without a name (node ${nodeId})`);
}

/** Runs in the page, so it may use nothing from outside. */
function judgeDocument(): Finding[] {
  const findings: string[] = [];
  const expectOne = (selector: string) => {
    const count = document.querySelectorAll(selector).length;
    if (count !== 1) findings.push(`${count} elements are ${selector}`);
  };
  expectOne("main");
  expectOne("h1");
  if (!document.title.trim()) findings.push("the document has no title");
  if (!document.documentElement.lang) findings.push("the document has no language");
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) findings.push(`the id ${id} is there twice`);
  for (const inner of document.querySelectorAll("a a, a button, button a, button button"))
    findings.push(`a control within a control: ${inner.textContent}`);
  for (const control of document.querySelectorAll("[aria-describedby], [aria-labelledby]"))
    for (const id of `${control.getAttribute("aria-describedby") ?? ""} ${control.getAttribute("aria-labelledby") ?? ""}`.split(
      " ",
    ))
      if (id && !document.getElementById(id)) findings.push(`nothing has the id ${id}`);
  return findings;
}

/** Runs in the page: what is seen outside of every landmark, where nobody comes by who goes from one landmark to the next. */
function judgeLandmarks(): Finding[] {
  // A dialog takes the focus, and what is announced needs no way to it.
  const reached =
    "main, nav, header, footer, aside, dialog, [role=dialog], [role=alertdialog], [role=alert], [role=status], [role=log], [aria-live=polite], [aria-live=assertive], [aria-hidden=true]";
  // The way to the content is itself no part of a landmark.
  const skipped = `a[href="#content"], script, style, noscript`;
  const findings = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim();
    if (!text || !element || element.closest(`${reached}, ${skipped}`)) continue;
    if (element.checkVisibility({ visibilityProperty: true })) findings.add(`in no landmark: ${text.slice(0, 40)}`);
  }
  return [...findings];
}

/** Runs in the page: text that stands out from what is behind it by less than WCAG AA asks. */
function judgeContrast(): Finding[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return ["there is no canvas to read colours with"];
  const known = new Map<string, Colour>();
  // The browser itself turns any notation into numbers.
  const read = (text: string): Colour => {
    const before = known.get(text);
    if (before) return before;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue, alpha / 255];
    known.set(text, colour);
    return colour;
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (i: 0 | 1 | 2) => top[i] * top[3] + below[i] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const lightness = ([red, green, blue]: Colour) => {
    const linear = (value: number) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const behind = (element: Element | null): Colour => {
    if (!element) return [255, 255, 255, 1];
    const own = read(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const isShown = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  // What is switched off or only decoration may be faint; WCAG says so too.
  const notRead = ":disabled, [aria-disabled=true], [aria-hidden=true], script, style";
  const findings = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim();
    if (!text || !element || element.closest(notRead) || !isShown(element)) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const [a, b] = [lightness(over(read(style.color), ground)), lightness(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const isLarge = Number.parseFloat(style.fontSize) >= 24;
    if (ratio < (isLarge ? 3 : 4.5)) findings.add(`contrast ${ratio.toFixed(2)}: ${text.slice(0, 40)}`);
  }
  return [...findings];
}

/** Colours that are still on their way to others say nothing yet. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await drawn();
    await Promise.allSettled(
      document.getAnimations().map((each) => {
        const of = each.effect instanceof KeyframeEffect ? each.effect.target : null;
        // What is folded away is not drawn, and what is not drawn never ends.
        const ends = each.effect?.getTiming().iterations !== Infinity && (of?.checkVisibility() ?? true);
        return ends ? each.finished : null;
      }),
    );
    await drawn();
  });

/** What keeps somebody from using the page without seeing it; empty when nothing does. */
export async function unclear(page: Page): Promise<Finding[]> {
  return [...(await unnamed(page)), ...(await page.evaluate(judgeDocument)), ...(await page.evaluate(judgeLandmarks))];
}

/** Text that is hard to read in the theme that is shown now. */
export async function faint(page: Page): Promise<Finding[]> {
  await settled(page);
  return page.evaluate(judgeContrast);
}

/** By how many pixels the page is wider than its window, and what sticks out. */
export function sticksOut(page: Page): Promise<Finding[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    // What scrolls within a box of its own, such as a row of tabs, makes no page wider.
    const scrolls = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !scrolls(element.parentElement),
    );
    return [
      `${scrollWidth - clientWidth} px too wide`,
      ...wide.slice(0, 1).map(({ outerHTML }) => outerHTML.slice(0, 120)),
    ];
  });
}
