import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashOf, isCurrent, type Product, writeStamp } from "./stamp.ts";

let root: string;
let product: Product;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fairlead-stamp-"));
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "src/app.ts"), "one");
  writeFileSync(join(root, "out.mjs"), "built");
  const stampFile = join(root, "dist/app.stamp");
  product = { name: "app", stampFile, output: join(root, "out.mjs"), inputs: ["src", "lock"] };
  writeStamp(product, hashOf(product.inputs, root));
});

function write(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), "");
}

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("whether a product must be built again", () => {
  test("a product made from the same contents is current whatever the times say", () => {
    utimesSync(join(root, "src/app.ts"), new Date(0), new Date(0));
    expect(isCurrent(product, root)).toBe(true);
  });

  test.each([
    ["a changed source", () => writeFileSync(join(root, "src/app.ts"), "two")],
    ["a new source", () => writeFileSync(join(root, "src/more.ts"), "")],
    ["a new input file", () => writeFileSync(join(root, "lock"), "")],
    ["a new source in a folder named build", () => write("src/build/image.ts")],
    ["a removed source", () => rmSync(join(root, "src/app.ts"))],
    ["a missing product", () => rmSync(product.output)],
    ["a missing stamp", () => rmSync(product.stampFile)],
  ])("%s asks for a build", (_, change) => {
    change();
    expect(isCurrent(product, root)).toBe(false);
  });

  test("tests and installed packages do not ask for a build", () => {
    writeFileSync(join(root, "src/app.test.ts"), "");
    mkdirSync(join(root, "src/node_modules"));
    writeFileSync(join(root, "src/node_modules/x.js"), "");
    expect(isCurrent(product, root)).toBe(true);
  });
});
