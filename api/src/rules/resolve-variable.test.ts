import { writeTemplate } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { randomOf } from "../testing/random.ts";
import { resolverOf } from "./resolve-variable.ts";
import {
  chainProblem,
  type Edge,
  isSecretWithin,
  maxChain,
  type Node,
  reachedFrom,
  toGraph,
} from "./variable-graph.ts";
import { toStored, toTyped } from "./variable-template.ts";

// What is put together of what others hold: where from, how far, and when it is refused.

const shop = "app_shop";
const named = [
  { id: shop, name: "shop" },
  { id: "app_db", name: "db" },
  { id: "app_cache", name: 'my "cache"' },
];
const names = new Map(named.map(({ id, name }) => [id, name]));

type Given = { holder: string; key: string; text: string; isSecret?: boolean; isText?: boolean };
/** Whatever holds `${{` is a reference. */
function worldOf(given: readonly Given[], root = shop) {
  const texts = new Map<string, string>();
  const edges: Edge[] = [];
  const rows = given.map(({ holder, key, text, isSecret = false, isText = false }): Node => {
    const id = `var_${holder}_${key}`;
    const stored = toStored(text, { named, where: "here" });
    const isReference = !isText && stored.problem === null && stored.edges.length > 0;
    texts.set(id, isReference ? stored.text : text);
    if (isReference) edges.push(...stored.edges.map(({ at: _, ...edge }) => ({ variableId: id, ...edge })));
    return { id, holderId: holder, key, kind: isReference ? "reference" : "literal", isSecret };
  });
  const graph = toGraph({ root, rows, edges });
  const find = (holder: string, key: string) => {
    const row = graph.find(holder, key);
    if (!row) throw new Error(`${holder} has no ${key}`);
    return row;
  };
  const resolve = (
    key: string,
    { holder = shop, serverId = null }: { holder?: string; serverId?: string | null } = {},
  ) => resolverOf({ graph, texts, serverId, names })(find(holder, key));
  return { graph, find, resolve };
}
const of = (holder: string, key: string, text: string, isSecret = false) => ({ holder, key, text, isSecret });

describe("a reference", () => {
  test("is what the other variable holds, to the byte, through others", () => {
    const odd = 'two\r\n"lines" $HOME ${{ \u{1f6a2} ';
    const { resolve } = worldOf([
      of(shop, "URL", "pg://${{ db.LOGIN }}@db$${{"),
      of("app_db", "LOGIN", "${{ db.USER }}:${{ shared.PASS }}"),
      of("app_db", "USER", odd),
      of("team_1", "PASS", "$$x"),
    ]);
    expect(resolve("URL")).toBe(`pg://${odd}:$$x@db\${{`);
  });

  test.each([
    ["server", "srv_1", "s"],
    ["environment", null, "e"],
  ])("to shared is what the nearest place gives, here the %s", (_what, serverId, value) => {
    const { resolve } = worldOf([
      of(shop, "URL", "${{ shared.REGION }}"),
      of(shop, "REGION", "own"),
      of("team_1", "REGION", "t"),
      of("prj_1", "REGION", "p"),
      of("env_1", "REGION", "e"),
      of("srv_1", "REGION", "s"),
      of("srv_2", "REGION", "other"),
    ]);
    expect(resolve("URL", { serverId })).toBe(value);
  });

  test("to its own name makes more of what the next place gives", () => {
    const { resolve } = worldOf([
      of(shop, "LIST", "${{ shared.LIST }},own"),
      of("env_1", "LIST", "${{ shared.LIST }},environment"),
      of("team_1", "LIST", "team"),
    ]);
    expect(resolve("LIST")).toBe("team,environment,own");
  });

  test("of a place sees what is given there, and never what is given further in", () => {
    const { resolve } = worldOf([
      of("prj_1", "URL", "${{ shared.HOST }}"),
      of("env_1", "HOST", "of the environment"),
      of("srv_1", "HOST", "of the server"),
      of("team_1", "HOST", "of the team"),
    ]);
    expect(resolve("URL", { holder: "prj_1", serverId: "srv_1" })).toBe("of the team");
  });
});

describe("is refused, and says why:", () => {
  test("one that leads back to itself, with the way", () => {
    const { graph, find, resolve } = worldOf([
      of(shop, "A", "${{ db.B }}"),
      of("app_db", "B", "${{ shared.C }}"),
      of("env_1", "C", "${{ shop.A }}"),
    ]);
    expect(() => resolve("A")).toThrow("A → db.B → shared.C → A");
    expect(chainProblem(graph, find(shop, "A"))).toMatchObject({ kind: "cycle", path: { length: 4 } });
  });

  test("one whose chain is too long", () => {
    const chain = (length: number) =>
      worldOf(
        Array.from({ length }, (_, index) =>
          of(shop, `K${index}`, index === length - 1 ? "end" : `\${{ shop.K${index + 1} }}`),
        ),
      );
    expect(chain(maxChain).resolve("K0")).toBe("end");
    const long = chain(maxChain + 1);
    expect(() => long.resolve("K0")).toThrow("longer than 16");
    expect(chainProblem(long.graph, long.find(shop, "K0"))?.kind).toBe("too-long");
    expect(chainProblem(long.graph, long.find(shop, "K1"))).toBeNull();
  });

  test("one that grows without end", () => {
    const twice = (key: string, next: string) => of(shop, key, `\${{ shop.${next} }}`.repeat(100));
    const { resolve } = worldOf([twice("A", "B"), twice("B", "C"), of(shop, "C", "x".repeat(60_000))]);
    expect(() => resolve("A")).toThrow("64 KiB");
  });

  test("one to what is not there", () => {
    const { resolve } = worldOf([of(shop, "A", "${{ db.B }}"), of(shop, "B", "${{ shared.C }}")]);
    expect(() => resolve("A")).toThrow("there is no db.B");
    expect(() => resolve("B")).toThrow("there is no shared.C");
  });

  test("one to what a server tells only to what runs there", () => {
    const { graph, find } = worldOf([
      of(shop, "A", "${{ db.B }}"),
      of("app_db", "B", "${{ shared.C }}"),
      of("team_1", "C", "t"),
    ]);
    const edgesOf = (id: string) =>
      graph.edgesOf(id).map((edge) => ({ ...edge, isAtServer: edge.resourceId === null }));
    const texts = new Map([
      [find(shop, "A").id, "${{ app_db.B }}"],
      [find("app_db", "B").id, "${{ shared.C }}"],
    ]);
    const resolve = resolverOf({ graph: { ...graph, edgesOf }, texts, serverId: null, names });
    expect(() => resolve(find(shop, "A"))).toThrow("db.B has C from a server");
  });
});

test("any text arrives to the byte, around a reference and through it", () => {
  const random = randomOf(11);
  const aText = () =>
    Array.from({ length: random.below(40) }, () => {
      const point = 1 + random.below(random.chance(0.5) ? 0x7f : 0x10_ff_ff);
      // Halves of a pair are no characters.
      return point >= 0xd8_00 && point <= 0xdf_ff ? "${{" : String.fromCodePoint(point);
    }).join("");
  for (let round = 0; round < 500; round++) {
    const [before, inner, after] = [aText(), aText(), aText()];
    const parts = [before, { name: "db", isQuoted: false, key: "X", at: 0 }, after].filter((part) => part !== "");
    const { resolve } = worldOf([of(shop, "A", writeTemplate(parts)), { ...of("app_db", "X", inner), isText: true }]);
    expect(resolve("A")).toBe(`${before}${inner}${after}`);
  }
});

test("a secret makes a secret of all that it is put into, on whichever server", () => {
  const { graph, find } = worldOf([
    of(shop, "A", "${{ db.B }}"),
    of("app_db", "B", "${{ db.C }}"),
    of("app_db", "C", "x", true),
    of(shop, "D", "${{ shared.E }}"),
    of("srv_1", "E", "x", true),
    of("team_1", "E", "x"),
    of(shop, "F", "${{ db.B }}".replace("B", "G")),
    of("app_db", "G", "plain"),
  ]);
  expect(["A", "D", "F"].map((key) => isSecretWithin(graph, find(shop, key)))).toEqual([true, true, false]);
  expect(reachedFrom(graph, [find(shop, "A")]).map(({ key }) => key)).toEqual(["A", "B", "C"]);
});

describe("names in a text", () => {
  test("are kept as ids, and shown as they are called today", () => {
    const typed = 'a ${{ db.X }} ${{ "my \\"cache\\"".Y }} ${{ shared.Z }} $${{ b';
    const stored = toStored(typed, { named, where: "main" });
    expect(stored).toMatchObject({
      text: "a ${{ app_db.X }} ${{ app_cache.Y }} ${{ shared.Z }} $${{ b",
      edges: [
        { resourceId: "app_db", key: "X", at: 2 },
        { resourceId: "app_cache", key: "Y" },
        { resourceId: null, key: "Z" },
      ],
    });
    expect(toTyped(stored.text ?? "", names)).toBe(typed);
    expect(toTyped(stored.text ?? "", new Map([["app_db", "shared"]]))).toContain(
      '${{ "shared".X }} ${{ app_cache.Y }}',
    );
  });

  test("that nothing is called are refused where they stand", () => {
    expect(toStored("ab ${{ nobody.X }}", { named, where: "main" }).problem).toEqual({
      at: 3,
      message: "there is no nobody in main",
    });
  });

  test("are understood as ids, unless in quotes", () => {
    const taken = [...named, { id: "app_other", name: "app_db" }];
    expect(toStored("${{ app_db.X }}", { named: taken, where: "" }).text).toBe("${{ app_db.X }}");
    expect(toStored('${{ "app_db".X }}', { named: taken, where: "" }).text).toBe("${{ app_other.X }}");
    expect(toTyped("${{ app_other.X }}", new Map([["app_other", "app_db"]]))).toBe('${{ "app_db".X }}');
  });
});
