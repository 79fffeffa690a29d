import { isSameRegistry, type JobSecrets, registryOf, type WorkloadSource } from "../../contract/index.ts";

type Login = { username: string; password: string };

/** What a resource that is an image is pulled with: its own login, else the team's for its registry. */
export function loginOf(secrets: JobSecrets, of: Extract<WorkloadSource, { kind: "image" }>): Login | null {
  if (of.auth === "registry") return secrets.registry;
  const registry = registryOf(of.image);
  return secrets.registries.find((each) => isSameRegistry(each.registry, registry)) ?? null;
}
