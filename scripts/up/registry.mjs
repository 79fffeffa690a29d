import { execFile } from "node:child_process";

/** A registry that is there answers within a second; what swallows packets never does. */
const limitMs = 10_000;

/**
 * Whether the package registry answers, asked by npm itself because that knows proxies, authorities and mirrors. Its own patience for
 * a machine without a network is a minute and a half of silence.
 */
export async function askRegistry(pnpm, cwd) {
  const args = ["view", pnpm, "name", "--fetch-retries=0", `--fetch-timeout=${limitMs}`, "--prefer-online"];
  const { error, output } = await run(args, cwd);
  if (!error) return { isThere: true };
  const code = output.match(/code (\w+)/)?.[1] ?? (error.killed ? `no answer in ${limitMs / 1000} s` : "no answer");
  const { output: registry } = await run(["config", "get", "registry"], cwd);
  return { isThere: false, registry: registry.trim(), code };
}

function run(args, cwd) {
  return new Promise((resolve) => {
    execFile("npm", args, { cwd, timeout: limitMs }, (error, stdout, stderr) =>
      resolve({ error, output: stdout + stderr }),
    );
  });
}
