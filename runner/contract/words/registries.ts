/** What a look at a registry found, from the best to the worst. */
export const registryStates = [
  "ok",
  "rate-limited",
  "slow",
  "failing",
  "unreachable",
  "untrusted",
  "plain-http",
  "not-a-registry",
  "missing",
  "denied",
  "expired",
  "refused",
] as const;
export type RegistryState = (typeof registryStates)[number];

/** How a registry stands where it is listed: what the last look found, or that there is none. */
export const registryCheckStates = [...registryStates, "checking", "unchecked"] as const;
export type RegistryCheckState = (typeof registryCheckStates)[number];

/** What is tried at a registry, in this order. */
export const registryTries = ["login", "pull", "push"] as const;
export type RegistryTry = (typeof registryTries)[number];

/** A registry that many have: what its login is made of, and where. */
export type RegistryPreset = {
  title: string;
  /** `*` stands for the part that each account, region or installation has of its own. */
  address: string;
  username: string;
  secret: string;
  /** Where such a secret is made. */
  made: string;
  /** How long such a secret holds by itself, where it cannot be made to hold longer. */
  endsAfterHours?: number;
};

/** Form, guide and the words of a refusal read them here. */
export const registryPresets = {
  "docker-hub": {
    title: "Docker Hub",
    address: "docker.io",
    username: "your Docker ID, or the name of the organisation for its access token",
    secret: "a personal or organisation access token with Read",
    made: "Account settings, Personal access tokens",
  },
  ghcr: {
    title: "GitHub (GHCR)",
    address: "ghcr.io",
    username: "your GitHub user name",
    secret: "a personal access token (classic) with read:packages; write:packages to push",
    made: "Settings, Developer settings, Personal access tokens",
  },
  gitlab: {
    title: "GitLab",
    address: "registry.gitlab.com",
    username: "the deploy token's user name, or your own",
    secret: "a deploy token with read_registry; write_registry to push",
    made: "the project's or group's Settings, Repository, Deploy tokens",
  },
  ecr: {
    title: "Amazon ECR",
    address: "*.dkr.ecr.*.amazonaws.com",
    username: "AWS",
    secret: "what `aws ecr get-login-password` prints",
    made: "the AWS command line, with a role that may ecr:GetAuthorizationToken and ecr:BatchGetImage",
    endsAfterHours: 12,
  },
  gar: {
    title: "Google Artifact Registry",
    address: "*-docker.pkg.dev",
    username: "_json_key",
    secret: "the whole text of a service account's JSON key",
    made: "IAM, Service accounts, Keys; the account needs Artifact Registry Reader",
  },
  quay: {
    title: "Quay",
    address: "quay.io",
    username: "a robot account, as organisation+robot",
    secret: "the token of that robot account",
    made: "the organisation's Robot accounts",
  },
  harbor: {
    title: "Harbor",
    address: "*",
    username: "a robot account, as robot$project+name",
    secret: "the secret of that robot account",
    made: "the project's Robot accounts",
  },
} as const satisfies Record<string, RegistryPreset>;
export type RegistryPresetName = keyof typeof registryPresets;

/** Whether an address is one that a preset stands for; one that stands for any host knows none. */
function fits(pattern: string, address: string): boolean {
  const parts = pattern.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return address === pattern;
  if (pattern === "*" || !address.startsWith(first) || !address.endsWith(last)) return false;
  return parts.slice(1, -1).every((part) => address.slice(0, -last.length).includes(part));
}

/** What is known of a registry by its address. */
export const presetOf = (address: string): RegistryPreset | undefined =>
  Object.values<RegistryPreset>(registryPresets).find((preset) => fits(preset.address, address));
