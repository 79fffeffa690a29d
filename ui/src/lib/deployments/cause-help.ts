import type { DeploymentView } from "../api/types.ts";

type Cause = NonNullable<DeploymentView["cause"]>;
export type CauseHelp = { label: string; href: string };

/** The page where a cause is fixed; undefined where only the code or the machine can be changed. */
export function causeHelp(
  cause: Cause,
  { applicationId, serverId }: { applicationId: string; serverId?: string },
): CauseHelp | undefined {
  const settings = (anchor: string, label: string) => ({
    label,
    href: `/applications/${applicationId}/settings#${anchor}`,
  });
  switch (cause.class) {
    case "source-unreachable":
    case "source-denied":
    case "source-not-found":
      return settings("origin", "Open the source settings");
    case "dockerfile-missing":
    case "image-unavailable":
    case "push-failed":
      return settings("build", "Open the build settings");
    case "never-ready":
    case "wrong-port":
    case "loopback-only":
      return settings("container", "Open port and health check");
    case "command-failed":
      return settings("container", "Open the release command");
    case "out-of-memory":
      return settings("container", "Open the memory limit");
    case "crashed":
      return { label: "Open the variables", href: `/applications/${applicationId}/variables` };
    case "route-refused":
    case "verify-failed":
      return { label: "Open the domains", href: `/applications/${applicationId}/domains` };
    case "server-unreachable":
    case "server-auth-refused":
    case "host-key-changed":
    case "docker-unavailable":
    case "disk-full":
      return serverId ? { label: "Open the server", href: `/servers/${serverId}` } : undefined;
    default:
      return undefined;
  }
}

/** Causes that may be over when the same is tried again. All others fail again until somebody changed something. */
const passing: ReadonlySet<Cause["class"]> = new Set([
  "source-unreachable",
  "server-unreachable",
  "docker-unavailable",
  "timed-out",
  "lost-runner",
  "internal",
]);
export const canPassByItself = ({ class: kind }: Pick<Cause, "class">): boolean => passing.has(kind);
