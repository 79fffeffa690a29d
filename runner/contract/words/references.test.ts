import { describe, expect, test } from "vitest";
import { maxReferences, readTemplate, type TemplatePart, writeTemplate } from "./references.ts";

const read = (text: string) => readTemplate(text).parts;
const problem = (text: string) => readTemplate(text).problem;
const to = (name: string, key: string, at = 0, isQuoted = false): TemplatePart => ({ name, key, at, isQuoted });

describe("a text that refers", () => {
  test("is text with references between", () => {
    expect(read("postgres://${{ db.USER }}:${{shared.PASS}}@db")).toEqual([
      "postgres://",
      to("db", "USER", 11),
      ":",
      to("shared", "PASS", 26),
      "@db",
    ]);
  });

  test.each(["$HOME", "{{ x }}", "$ {{", "%{{a}}", "}}", "$", "$$", "a$b${c}", "{{{{"])("%j is text", (text) =>
    expect(read(text)).toEqual([text]),
  );

  test.each([
    ["$${{ db.X }}", ["${{ db.X }}"]],
    ["$$${{ db.X }}", ["$", to("db", "X", 2)]],
    ["$$$${{", ["$${{"]],
    ["${{ db.X }}${{ db.Y }}", [to("db", "X"), to("db", "Y", 11)]],
  ])("each two dollars of %j are one that is text", (text, parts) => expect(read(text)).toEqual(parts));

  test("names any resource in quotes, and one that is called shared", () => {
    expect(read('${{ "my \\"db\\" \\\\.港".X }}${{ "shared".X }}')).toEqual([
      to('my "db" \\.港', "X", 0, true),
      to("shared", "X", 25, true),
    ]);
  });

  test.each([
    ["ab ${{", 3],
    ["${{ .X }}", 0],
    ["${{ db }}", 6],
    ["${{ db. }}", 7],
    ["${{ db..X }}", 7],
    ["${{ db.X", 8],
    ["${{ db.X }", 9],
    ["${{ db.X Y }}", 9],
    ["${{ a b.X }}", 5],
    ['${{ "db.X }}', 4],
    ["${{ db.${{ db.X }} }}", 7],
    ["${{{ db.X }}", 0],
  ])("%j is refused where it is wrong", (text, at) => expect(problem(text)).toMatchObject({ at }));

  test("refers to no more variables than one may", () => {
    expect(problem("${{ a.B }}".repeat(maxReferences))).toBeNull();
    expect(problem("${{ a.B }}".repeat(maxReferences + 1))).toMatchObject({ at: 10 * maxReferences });
  });
});

/** The same numbers each time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

test("whatever is written is read back as it was, text to the byte", () => {
  const random = numbers(7);
  const below = (n: number) => Math.floor(random.next().value * n);
  const pieces = ["$", "$$", "{", "{{", "}}", "${{", "\\", '"', "a", " ", "\n", "é", "港", "⚓️", "\u{1f6a2}", "\u0001"];
  for (let round = 0; round < 3_000; round++) {
    const parts: TemplatePart[] = [];
    for (let n = below(6); n > 0; n--) {
      const text = Array.from({ length: 1 + below(6) }, () => pieces[below(pieces.length)] ?? "").join("");
      if (below(2) === 0 && typeof parts.at(-1) !== "string") parts.push(text);
      else
        parts.push({ name: ["db", "shared", 'a "b"'][below(3)] ?? "", isQuoted: below(2) === 0, key: "K.E-Y", at: 0 });
    }
    const again = read(writeTemplate(parts));
    const plain = again?.map((part) => (typeof part === "string" ? part : { ...part, at: 0 }));
    const meant = parts.map((part) =>
      typeof part === "string" || part.name !== 'a "b"' ? part : { ...part, isQuoted: true },
    );
    expect(plain).toEqual(meant);
  }
});

test("a mebibyte of the worst is read at once", () => {
  for (const text of ["$", "${{", "{{", '${{ "', "${{ a", "$${{"].map((each) => each.repeat(1_048_576 / each.length))) {
    const from = performance.now();
    readTemplate(text);
    expect(performance.now() - from).toBeLessThan(1_000);
  }
});
