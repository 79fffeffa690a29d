import type { CheckLine } from "../../contract/index.ts";

/** What a container of ours met where clouds tell a machine's credentials. undefined: it could not be tried. */
export type MetadataSeen = "reached" | "not-reached" | undefined;

const command = "sudo iptables -I DOCKER-USER -d 169.254.169.254 -j DROP";

/** The server check's line on it. What a container reaches, every resource and every build on the server does. */
export function checkMetadata(seen: MetadataSeen): CheckLine {
  if (seen === undefined)
    return {
      name: "metadata",
      status: "skipped",
      sentence: "Whether containers reach the cloud's metadata could not be tried without a proxy of ours.",
      fix: null,
    };
  if (seen === "not-reached")
    return { name: "metadata", status: "ok", sentence: "Containers do not reach a cloud's metadata.", fix: null };
  return {
    name: "metadata",
    status: "warning",
    sentence:
      "Containers reach the cloud's metadata at 169.254.169.254: every container and every build on this server may read what it tells, credentials of the machine included.",
    fix: command,
  };
}
