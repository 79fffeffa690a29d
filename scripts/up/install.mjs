import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { giveUp } from "./give-up.mjs";
import { followProgress } from "./progress.mjs";
import { askRegistry } from "./registry.mjs";

const pnpm = "pnpm@12.21.0";

/**
 * What running the product takes, without what only judging and testing it takes. The lockfile's choices are verified where changes are
 * judged, on every full installation: doing that again takes 170 MB of the registry's records.
 */
const onlyForRunning = ["--prod", "--filter", "!@fairlead/test", "--trust-lockfile"];

/** Installs the locked packages: all, or those that running takes. */
export async function install(root, { isForRunning }) {
  const say = (line) => process.stderr.write(`${line}\n`);
  say(`installing ${isForRunning ? "the packages that Fairlead runs with" : "all locked packages"}`);
  const registry = await askRegistry(pnpm, root);
  if (!registry.isThere) {
    say(
      `the package registry ${registry.registry} cannot be reached (${registry.code}); looking at what this machine has kept`,
    );
  }
  const offline = registry.isThere ? [] : ["--offline"];
  const args = ["--yes", "--loglevel=error", ...offline, pnpm, "install", "--frozen-lockfile", "--reporter=ndjson"];
  const { code, errors } = await runNpx([...args, ...offline, ...(isForRunning ? onlyForRunning : [])], root);
  if (code === 0) return;
  if (registry.isThere)
    giveUp(`${errors.slice(-20).join("\n")}\nThe packages could not be installed; see the lines above`);
  giveUp(
    `Fairlead fetches its packages the first time, and this machine has not kept them all. Connect it to ${registry.registry}, or tell npm the way (npm config set https-proxy http://proxy:port, or registry), and try again.`,
  );
}

async function runNpx(args, cwd) {
  const progress = followProgress(process.stderr);
  const child = spawn("npx", args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const endWithUs = () => child.kill();
  process.once("exit", endWithUs);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", progress.line);
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      progress.line(`npx cannot be run (${error.message}); it comes with Node and npm`);
      resolve(1);
    });
    child.once("close", resolve);
  });
  process.removeListener("exit", endWithUs);
  return { code, errors: progress.end() };
}
