import { describe, expect, test } from "vitest";
import { githubPush } from "../testing/deliveries.ts";
import { randomOf } from "../testing/random.ts";
import { github } from "./forges/github.ts";
import { Trimmer } from "./trim-payload.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function trimmed(text: string, { maxBytes = 1_000_000, pieces = [] as number[] } = {}): string | null {
  const trimmer = new Trimmer({ maxBytes });
  const bytes = bytesOf(text);
  let at = 0;
  for (const end of [...pieces, bytes.length]) {
    trimmer.push(bytes.subarray(at, end));
    at = end;
  }
  return trimmer.end();
}
const parsed = (text: string) => JSON.parse(trimmed(text) ?? "null");

describe("a payload that is trimmed", () => {
  test("is read as the whole one is, wherever its pieces end", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomOf(seed);
      const message = random.pick(["Größer 🚀", 'say "x" \\ /', "\u2028\n\t", "a\ud83d", ""]) ?? "";
      const push = JSON.parse(githubPush({ message, paths: ["src/ä.ts", 'a"b'], forced: random.chance(0.5) }));
      const noise = { sender: { id: 1, login: "x" }, zen: [1, { ref: "other" }, "]"], 'é"': null, ...push };
      const text = JSON.stringify(noise, null, random.pick([0, 2, "\t"]) ?? 0);
      const length = bytesOf(text).length;
      const pieces = Array.from({ length: random.below(20) }, () => random.below(length)).sort((a, b) => a - b);
      const left = trimmed(text, { pieces }) ?? "";
      expect(github.read("push", JSON.parse(left)), `seed ${seed}`).toEqual(github.read("push", noise));
      expect(left).not.toContain("login");
    }
  });

  test.each([
    ['{"ref":"a","sender":{"ref":"b"}}', { ref: "a" }],
    ['{"other":[{"ref":"a"}],"before":null,"forced":true,"id":-1.5e3}', { before: null, forced: true, id: -1500 }],
    ['{"commits":[{"x":1},{"id":"a"},[]]}', { commits: [{}, { id: "a" }, []] }],
    ['{"ref":"\\u00e4\\"\\\\"}', { ref: 'ä"\\' }],
    ["[]", []],
    ["true", true],
    ["{ }", {}],
  ])("keeps of %s what a decision needs", (text, kept) => {
    expect(parsed(text)).toEqual(kept);
  });

  test("keeps the beginning of a long text, cut where a character begins", () => {
    for (const letter of ["a", "ä", "速", "🚀"]) {
      const { message } = parsed(JSON.stringify({ message: letter.repeat(5_000) }));
      expect(message.length).toBeLessThan(1_100);
      expect(letter.repeat(5_000).startsWith(message)).toBe(true);
    }
    expect(parsed(`{"message":"${"\\u00e4".repeat(5_000)}"}`).message).toMatch(/^ä+$/);
  });

  test("tells all files that changed, or none when there are too many to keep", () => {
    const paths = (count: number) => Array.from({ length: count }, (_, n) => `src/file-${n}.ts`);
    const commit = (count: number) => ({ id: "a".repeat(40), added: [], modified: paths(count), removed: [] });
    const kept = (count: number) =>
      JSON.parse(trimmed(JSON.stringify({ commits: [commit(1), commit(count)] }), { maxBytes: 20_000 }) ?? "");
    expect(kept(100).commits[1].modified).toEqual(paths(100));
    expect(kept(10_000).commits).toEqual([{ id: "a".repeat(40) }, { id: "a".repeat(40) }]);
  });

  test("is told to be too large when what is needed of it is", () => {
    const commits = Array.from({ length: 500 }, () => ({ id: "a".repeat(40), message: "x".repeat(100) }));
    expect(trimmed(JSON.stringify({ commits }), { maxBytes: 20_000 })).toBeNull();
  });

  test.each(["payload=%7B%7D", "{", '{"ref":', "nonsense", '{"ref":"a"', "{]"])(
    "stays no JSON when it was none: %s",
    (text) => {
      expect(() => JSON.parse(trimmed(text) ?? "")).toThrow(SyntaxError);
    },
  );
});
