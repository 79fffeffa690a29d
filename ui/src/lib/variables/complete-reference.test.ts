import { describe, expect, test } from "vitest";
import { completed, completionAt, suggestionsFor } from "./complete-reference.ts";

/** The caret stands at the bar. */
const at = (marked: string) => completionAt(marked.replace("|", ""), marked.indexOf("|"));
const choose = (marked: string, known: readonly string[]) => {
  const found = at(marked);
  const [first] = found ? suggestionsFor(found, known) : [];
  if (!found || !first) return null;
  const { text, caret } = completed(marked.replace("|", ""), found, first);
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
};

describe("while a reference is typed", () => {
  test.each([
    ["a ${{ d|", "d", null],
    ["a ${{|", "", null],
    ["a ${{ db.US|", "US", { name: "db", isShared: false }],
    ["${{ shared.|", "", { name: "shared", isShared: true }],
    ['${{ "shared".X|', "X", { name: "shared", isShared: false }],
    ['${{ "my \\"db\\".X".K|', "K", { name: 'my "db".X', isShared: false }],
    ["${{ a.B }} ${{ c|", "c", null],
  ])("%j asks for what is typed, and of whom", (text, typed, of) => expect(at(text)).toMatchObject({ typed, of }));

  test.each(["|", "${|", "${{ a.B }}|", "$${{ a|", "$$$${{ a|", "{{ a|"])("%j asks for nothing", (text) =>
    expect(at(text)).toBeNull(),
  );

  test("three dollars are one that is text and a reference", () =>
    expect(at("$$${{ a|")).toMatchObject({ typed: "a" }));

  test.each([
    ["x ${{ d|", ["db"], "x ${{ db.|"],
    ["x ${{ my|", ['my "db"'], 'x ${{ "my \\"db\\"".|'],
    ["x ${{ db.US|", ["USER"], "x ${{ db.USER }}|"],
    ["x ${{ db.US| }} y", ["USER"], "x ${{ db.USER| }} y"],
    ["x ${{ sh|", [], "x ${{ shared.|"],
  ])("%j becomes whole", (text, known, whole) => expect(choose(text, known)).toBe(whole));

  test("no more is suggested than can be looked over, and nothing that stands there", () => {
    const many = Array.from({ length: 30 }, (_, index) => `KEY_${index}`);
    const found = at("${{ db.KEY|");
    expect(found && suggestionsFor(found, [...many, "KEY"])).toHaveLength(8);
  });
});
