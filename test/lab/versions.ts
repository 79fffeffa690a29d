import { run } from "./command.ts";
import { usualCaddy, usualDocker } from "./generation.ts";
import { ensureNewest } from "./newest/newest.ts";

/** What the servers of this run are made of, for people who read its output. Throws where the newest programs are not to be had. */
export async function describeVersions(): Promise<string[]> {
  const { docker, caddy } = await ensureNewest();
  const [ownDocker, ownCaddy] = await Promise.all([
    versionIn(["dockerd", "--version"]),
    versionIn(["caddy", "version"]),
  ]);
  const notes = [docker, caddy].flatMap(({ name, note }) => (note === undefined ? [] : [`${name} ${note}`]));
  return [
    `newest: Docker ${docker.version}, Caddy ${caddy.version}`,
    `stable: Docker ${ownDocker}, Caddy ${ownCaddy}`,
    `where a test does not say: Docker ${usualDocker}, Caddy ${usualCaddy}`,
    ...notes,
  ];
}

async function versionIn(argv: readonly string[]): Promise<string> {
  const { stdout } = await run(argv);
  return /\d+\.\d+[^\s,]*/.exec(stdout)?.[0] ?? stdout.trim();
}
