import { join } from "node:path";
import { apiProduct, interfaceProduct, runnerProduct, staleProducts } from "../build/products.ts";
import { root } from "../check/repository.ts";
import { runCommand } from "../process/run-command.ts";

/**
 * Builds what changed in a process of its own, so that compilers leave no memory behind in the one that stays.
 * Returns the names of what was built. Throws with the build's own words.
 */
export async function buildApart(): Promise<string[]> {
  const stale = staleProducts([interfaceProduct, apiProduct, runnerProduct]);
  if (stale.length === 0) return [];
  const { code, output } = await runCommand(process.execPath, [join(root, "scripts/build.ts")], { cwd: root });
  if (code !== 0) throw new Error(output.trim());
  return stale.map(({ name }) => name);
}
