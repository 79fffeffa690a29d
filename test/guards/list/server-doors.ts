import type { Guard } from "../guard.ts";

const ssh = "runner/src/hosts/ssh-open.test.ts";

/** That servers are spoken with only as confirmed, and what runs on them reaches no door of ours. */
export const guards: Guard[] = [
  {
    rule: "a container that reaches a cloud's metadata is warned of",
    file: "runner/src/jobs/read-metadata.ts",
    guard: 'return ExitCode === 0 ? "reached"',
    without: 'return ExitCode === null ? "reached"',
    noticedBy: "runner/src/jobs/read-metadata.test.ts",
    named: "that answers",
  },
  {
    rule: "a server is authenticated to only if it shows the confirmed host key",
    file: "runner/src/hosts/ssh-open.ts",
    guard: "if (seen && pinned.some((key) => key.line === seen.line)) return { accept: true };",
    without: "if (seen) return { accept: true };",
    noticedBy: ssh,
    named: "changed host key",
  },
  {
    rule: "the metadata of a cloud is no server",
    file: "runner/src/hosts/ssh-open.ts",
    guard: "if (isMetadataAddress(address.host))",
    without: "if (address.port < 0)",
    noticedBy: "runner/src/hosts/ssh-open.test.ts",
    named: "is no server",
  },
  {
    rule: "a server without a confirmed host key is not connected to",
    file: "runner/src/hosts/ssh-open.ts",
    guard: "if (pinned.length === 0) {",
    without: "if (pinned.length < 0) {",
    noticedBy: ssh,
    named: "without a confirmed host key",
  },
  {
    rule: "weak algorithms are not agreed to",
    file: "runner/src/hosts/ssh-open.ts",
    guard: '    "diffie-hellman-group14-sha256",\n',
    without: '    "diffie-hellman-group14-sha256",\n    "diffie-hellman-group14-sha1",\n',
    noticedBy: ssh,
    named: "do not trust",
  },
  {
    rule: "a server that hangs in any phase is given up",
    file: "runner/src/hosts/ssh-open.ts",
    guard: "timings.readyTimeoutMs);",
    without: "2_000_000_000);",
    noticedBy: ssh,
    named: "runs into the deadline",
  },
  {
    rule: "applications cannot reach the proxy's admin door: it is no port",
    file: "runner/src/proxies/caddy/render.ts",
    guard: "listen: `unix/${proxyPaths.socket}",
    without: "listen: `:2019${proxyPaths.socket}",
    noticedBy: "runner/src/proxies/caddy/render.test.ts",
  },
];
