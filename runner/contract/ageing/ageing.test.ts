import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { added, addedShape, growing, neededBy, retired, tolerant, written } from "./index.ts";

// One message in four releases. The second adds a field, a shape and a word; the third adds a field that older ones do without; the
// fourth has no use for the first addition any more.
const Dockerfile = v.strictObject({ kind: v.literal("dockerfile"), file: v.string() });
const Image = v.strictObject({ kind: v.literal("image") });
const Pack = v.strictObject({ kind: v.literal("pack"), builder: v.string() });
const Mount = v.strictObject({ path: v.string() });
const release1 = v.strictObject({
  port: v.number(),
  cause: growing(["broken", "internal"], { unknown: "internal" }),
  build: v.variant("kind", [Dockerfile, Image]),
});
const words = growing(["broken", "internal", "late"], { unknown: "internal", since: { late: 2 } });
const mounts = added(2, { as: v.array(Mount), absent: [] });
const build = v.variant("kind", [Dockerfile, Image, addedShape(2, Pack)]);
const release2 = v.strictObject({ port: v.number(), cause: words, build, mounts });
const hint = added(3, { as: v.nullable(v.string()), absent: null, older: "drop" });
const release3 = v.strictObject({ ...release2.entries, hint });
const release4 = v.strictObject({ ...release3.entries, mounts: retired() });

const image = { kind: "image" } as const;
const plain = { port: 80, cause: "broken", build: image } as const;
const pack = { kind: "pack", builder: "heroku" } as const;

describe("a field that is added", () => {
  test("has the value of its absence where an older release wrote", () => {
    expect(v.parse(release3, plain)).toEqual({ ...plain, mounts: [], hint: null });
  });

  test("is absent while it has that value, so that an older release reads every byte as before", () => {
    expect(written(release3, { ...plain, mounts: [], hint: null })).toEqual(plain);
    expect(v.parse(release1, written(release3, v.parse(release3, plain)))).toEqual(plain);
  });

  test("is asked of a reader only when it is used", () => {
    expect(neededBy(release3, { ...plain, mounts: [], hint: null })).toBe(1);
    expect(neededBy(release3, { ...plain, mounts: [{ path: "/data" }], hint: null })).toBe(2);
    expect(neededBy(v.array(release3), [plain, { ...plain, mounts: [{ path: "/data" }] }])).toBe(2);
    expect(neededBy(v.record(v.string(), v.nullable(release3)), { a: null, b: { ...plain, build: pack } })).toBe(2);
  });

  test("that older readers do without is left out for them", () => {
    const hinted = { ...plain, mounts: [{ path: "/data" }], hint: "blue" };
    expect(neededBy(release3, hinted)).toBe(2);
    expect(written(release3, hinted, { reader: 2 })).toEqual({ ...plain, mounts: [{ path: "/data" }] });
    expect(written(release3, hinted, { reader: 3 })).toEqual(hinted);
  });

  test("may itself hold fields that came still later", () => {
    const Deep = v.strictObject({ path: v.string(), readOnly: added(3, { as: v.boolean(), absent: false }) });
    const schema = v.strictObject({ mounts: added(2, { as: v.array(Deep), absent: [] }) });
    expect(neededBy(schema, { mounts: [{ path: "/", readOnly: true }] })).toBe(3);
    expect(written(schema, { mounts: [{ path: "/", readOnly: false }] })).toEqual({ mounts: [{ path: "/" }] });
  });
});

describe("a shape or a word that is added", () => {
  test("is asked of a reader only when it is used", () => {
    expect(neededBy(release2, { ...plain, build: pack })).toBe(2);
    expect(neededBy(release2, { ...plain, cause: "late" })).toBe(2);
    expect(neededBy(release2, plain)).toBe(1);
  });

  test("is told to an older reader as the word that stands for all it does not know", () => {
    expect(written(release2, { ...plain, cause: "late" }, { reader: 1 })).toEqual({ ...plain, cause: "internal" });
    expect(v.parse(tolerant(release1), { ...plain, cause: "late" })).toEqual({ ...plain, cause: "internal" });
  });
});

describe("a field that is retired", () => {
  const used = { ...plain, mounts: [{ path: "/data" }] };

  test("is read and forgotten, and never written", () => {
    expect(v.parse(release4, used).mounts).toBeUndefined();
    expect(written(release4, used)).toEqual(plain);
    expect(neededBy(release4, used)).toBe(1);
  });

  test("is unused for the releases that know it", () => {
    expect(v.parse(release2, written(release4, v.parse(release4, used)))).toEqual({ ...plain, mounts: [] });
  });
});

describe("what another release wrote", () => {
  test("is told without the fields that this one does not know, at any depth", () => {
    const later = { ...plain, build: { ...image, platform: "arm64" }, mounts: [{ path: "/data" }] };
    expect(v.parse(tolerant(release1), later)).toEqual(plain);
    expect(v.is(tolerant(v.array(v.nullable(release1))), [later, null])).toBe(true);
  });

  test("is refused with them where it is an order", () => {
    expect(v.is(release1, { ...plain, mounts: [] })).toBe(false);
  });

  test("is still judged: what a field may hold is asked as ever", () => {
    expect(v.is(tolerant(release1), { ...plain, port: "80", more: 1 })).toBe(false);
    expect(v.is(tolerant(release1), { ...plain, build: { kind: "pack" } })).toBe(false);
    for (const odd of [null, undefined, 3, "x", [], { port: 80 }]) expect(v.is(tolerant(release1), odd)).toBe(false);
  });

  test("cannot hide a key behind the names that every object has", () => {
    const planted = JSON.parse(
      '{"port":80,"cause":"broken","build":{"kind":"image"},"__proto__":{"a":1},"toString":1}',
    );
    expect(v.parse(tolerant(release1), planted)).toEqual(plain);
  });
});
