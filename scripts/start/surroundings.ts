import { spawnSync } from "node:child_process";

/** A sentence when git is missing: the control plane needs none, the runner beside it fetches every source with it. */
export function gitProblem(env: NodeJS.ProcessEnv): string | undefined {
  if (spawnSync("git", ["--version"], { env, stdio: "ignore" }).status === 0) return undefined;
  return "git was not found: applications that are built from a repository cannot be deployed until it is installed (Debian, Ubuntu: apt-get install git; macOS: xcode-select --install)";
}

/** A sentence when the repository lies where the interface cannot be built: Vite takes paths for addresses, where these signs mean something. */
export function placeProblem(checkout: string): string | undefined {
  const [sign] = checkout.match(/[#?]/) ?? [];
  return sign && `Fairlead cannot be built in ${checkout}: the name of a folder holds a "${sign}". Rename or move it`;
}
