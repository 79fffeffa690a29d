import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../check/repository.ts";
import { runCommand } from "../process/run-command.ts";
import { hashOf, isCurrent, type Product, writeStamp } from "./stamp.ts";

interface Buildable extends Product {
  build(): Promise<void>;
}

// Loaded only when something is to be bundled: most starts find everything built.
const bundler = () => import("./bundle.ts");

const stampFile = (name: string) => join(root, "dist", `${name}.stamp`);

export const interfaceProduct: Buildable = {
  name: "interface",
  stampFile: stampFile("ui"),
  output: join(root, "ui/build/index.html"),
  inputs: ["ui/src", "ui/static", "ui/package.json", "ui/vite.config.ts", "ui/tsconfig.json", "pnpm-lock.yaml"],
  build: buildInterface,
};

export const apiProduct: Buildable = {
  name: "control plane",
  stampFile: stampFile("api"),
  output: join(root, "dist/api/main.mjs"),
  inputs: [
    "api/src",
    "api/package.json",
    "db/src",
    "db/migrations",
    "runner/contract",
    "runner/state-lock",
    "scripts/build",
    "pnpm-lock.yaml",
  ],
  build: async () => (await bundler()).bundleApi(root),
};

export const runnerProduct: Buildable = {
  name: "runner",
  stampFile: stampFile("runner"),
  output: join(root, "dist/runner/main.mjs"),
  inputs: [
    "runner/src",
    "runner/contract",
    "runner/state-lock",
    "runner/package.json",
    "scripts/build",
    "pnpm-lock.yaml",
  ],
  build: async () => (await bundler()).bundleRunner(root),
};

async function buildInterface(): Promise<void> {
  const vite = join(root, "ui/node_modules/vite/bin/vite.js");
  const { code, output } = await runCommand(process.execPath, [vite, "build"], { cwd: join(root, "ui") });
  if (code !== 0) throw new Error(`the interface did not build:\n${output.trim()}`);
}

/** What is missing or older than its sources. */
export const staleProducts = (products: Buildable[]): Buildable[] =>
  products.filter((product) => !isCurrent(product, root));

/** Builds what is missing or older than its sources, at the same time; returns the names of what was built. */
export async function buildWhatChanged(products: Buildable[]): Promise<string[]> {
  const stale = staleProducts(products);
  await Promise.all(
    stale.map(async (product) => {
      const hash = hashOf(product.inputs, root);
      await product.build();
      writeStamp(product, hash);
    }),
  );
  if (stale.length === 0) return [];
  serveRunnerAsAsset();
  await (await bundler()).endBundling();
  return stale.map(({ name }) => name);
}

/** Workers serve the runner to other machines as one of the interface's files; a build of the interface removes it. */
function serveRunnerAsAsset(): void {
  if (!existsSync(runnerProduct.output) || !existsSync(interfaceProduct.output)) return;
  cpSync(runnerProduct.output, join(root, "ui/build/install/runner.mjs"));
}
