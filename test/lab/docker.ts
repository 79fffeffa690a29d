import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CommandOptions } from "./command.ts";
import type { FileTree } from "./forge/push.ts";
import type { LabServer } from "./server.ts";

/** Docker by hand, through its own client on the server: what a test does beside, or to check, the product. */
export async function docker(server: LabServer, args: readonly string[], options?: CommandOptions): Promise<string> {
  const { stdout } = await server.exec(["docker", ...args], options);
  return stdout.trim();
}

export interface HandBuild {
  tag: string;
  files: FileTree;
  /** `NAME=value` */
  arguments?: readonly string[];
  secrets?: Record<string, string>;
}

/** Builds with BuildKit as `docker build` would. Returns what the build printed; a failed build throws it. */
export async function dockerBuild(server: LabServer, build: HandBuild): Promise<string> {
  const folder = `/var/lib/lab-builds/${build.tag}`;
  const place = join(server.rootFolder, folder);
  await writeTree(join(place, "context"), build.files);
  await writeTree(join(place, "secrets"), build.secrets ?? {});
  const secrets = Object.keys(build.secrets ?? {}).map((id) => `--secret=id=${id},src=${folder}/secrets/${id}`);
  const args = (build.arguments ?? []).map((argument) => `--build-arg=${argument}`);
  // Debian's client: a newer one on the same machine cannot use BuildKit without a plug-in.
  const client = ["env", "DOCKER_BUILDKIT=1", "/usr/bin/docker", "build", "--progress=plain", ...args, ...secrets];
  try {
    const { stderr } = await server.exec([...client, "--tag", build.tag, `${folder}/context`]);
    return stderr;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function writeTree(folder: string, files: FileTree): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
