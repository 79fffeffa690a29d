import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { rawHtml } from "./raw-html.ts";

test.each([
  "<p>{@html commit.subject}</p>",
  "<p>{ @html line }</p>",
  '<iframe srcdoc={text} title="log"></iframe>',
  "<script>node.innerHTML = text;</script>",
  '<script>node.insertAdjacentHTML("beforeend", text);</script>',
  "<script>document.write(text);</script>",
])("%s is refused in the interface", (text) => {
  expect(placesOf(rawHtml, { "ui/src/lib/Card.svelte": `<h1>Shop</h1>\n${text}` })).toEqual([
    "ui/src/lib/Card.svelte:2",
  ]);
});

test("text is text, and what is no page of the interface is nobody's business", () => {
  expect(placesOf(rawHtml, { "ui/src/lib/Card.svelte": "<p>{commit.subject}</p>" })).toEqual([]);
  expect(placesOf(rawHtml, { "api/src/app.ts": 'const innerHTML = "";' })).toEqual([]);
});
