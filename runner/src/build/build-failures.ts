// pure

import { firstError } from "../plan/telling-lines.ts";
import type { BuildFaultReason } from "./build-fault.ts";
import { type AskedLogin, afterRefusal, refusedBy } from "./registry-refusal.ts";

/** What is known when Docker says a build or pull failed. */
export type FailureFacts = {
  /** Docker's own words. */
  message: string;
  /** Of the answer they came with, when that was not 200. */
  status?: number | undefined;
  /** Name of the step that failed, e.g. `[2/3] RUN npm ci`. */
  step?: string | undefined;
  /** Last lines of that step's output, oldest first. */
  lastLines?: readonly string[];
  login?: AskedLogin | undefined;
};

type Rule = {
  reason: BuildFaultReason;
  pattern: RegExp;
  /** Looks only at Docker's words, not at what the user's own program printed. */
  isDockerOnly?: boolean;
  sentence: (facts: FailureFacts) => string;
  nextAction: string | ((facts: FailureFacts) => string);
};

// Order matters: a full disk also makes a step exit with an error, an image may be called after secrets, and BuildKit ends many different messages with "not found".
export const buildFailures: readonly Rule[] = [
  {
    reason: "disk-full",
    // ENOSPC alone is also what a program says that may watch no more files.
    pattern: /no space left on device|disk quota exceeded/i,
    sentence: () => "The server's disk is full.",
    nextAction: "Free space on the server: `docker system df` shows what Docker holds. Then deploy again.",
  },
  {
    reason: "registry-limited",
    pattern: /toomanyrequests|too many requests|pull rate limit/i,
    isDockerOnly: true,
    sentence: () => "The registry refuses more downloads for now.",
    nextAction: "Wait a while, or store a login for it under Settings, Registries: signed-in pulls have higher limits.",
  },
  {
    reason: "image-denied",
    pattern:
      /pull access denied|unauthorized|authentication required|no basic auth|denied:|403 Forbidden|401 Unauthorized/i,
    isDockerOnly: true,
    sentence: (facts) => `${refusedBy(facts)}: ${firstLine(facts.message)}`,
    nextAction: afterRefusal,
  },
  {
    reason: "secret-missing",
    pattern: /\bsecret [^\s:]{1,200}:? not found/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The Dockerfile asks for a build secret that is not set: ${firstLine(message)}`,
    nextAction: "Add an environment variable of that name with the scope `build`.",
  },
  {
    reason: "context-refused",
    pattern: /failed to (compute cache key|calculate checksum).{0,300}not found/i,
    isDockerOnly: true,
    sentence: ({ message }) => `A COPY names a file that is not in the build context: ${firstLine(message)}`,
    nextAction:
      "Check the path in the Dockerfile, the base directory, and that .dockerignore does not leave the file out.",
  },
  {
    // Before the images: Docker up to 20.10 puts it as a broken image name.
    reason: "dockerfile-invalid",
    pattern: /failed to parse stage name "[^"]{0,300}[A-Z]/,
    isDockerOnly: true,
    sentence: ({ message }) => `This server's Docker takes stage names in small letters only: ${firstLine(message)}`,
    nextAction:
      "Write the stage's name in small letters, behind AS and wherever FROM or COPY --from use it, or update Docker on the server to 24 or newer.",
  },
  {
    reason: "dockerfile-invalid",
    pattern: /failed to parse stage name|base name \([^)]{0,300}\) should not be blank/,
    isDockerOnly: true,
    sentence: ({ message }) => `A FROM line names no image and no stage: ${firstLine(message)}`,
    nextAction: "Fix the FROM line; an ARG in it needs a default that stands above the first FROM.",
  },
  {
    reason: "image-not-found",
    pattern: /no match(?:ing manifest)? for (?:platform|linux|windows)/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The image is not there for this server's processor architecture: ${firstLine(message)}`,
    nextAction: "Choose an image or a tag that is published for this platform, or a server of another architecture.",
  },
  {
    reason: "image-not-found",
    pattern:
      /manifest unknown|manifest for .{0,300} not found|: not found$|repository .{0,300} not found|does not exist or may require|invalid reference format/im,
    isDockerOnly: true,
    sentence: ({ message }) => `The image does not exist: ${firstLine(message)}`,
    nextAction: "Check the image name and tag, also in the FROM lines of the Dockerfile.",
  },
  {
    reason: "registry-unreachable",
    pattern: /x509: .{0,300}(?:has expired|not yet valid)/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The registry's certificate is not valid at this time: ${firstLine(message)}`,
    nextAction:
      "Look whether the server's clock is right (`timedatectl`). If it is, the registry has to renew its certificate.",
  },
  {
    reason: "registry-unreachable",
    pattern: /unexpected (?:HTTP )?status\b.{0,300}: 5\d\d|unexpected http code: 5\d\d/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The registry failed: ${firstLine(message)}`,
    nextAction: "Look at the registry's status page, or its log when it is yours, and deploy again later.",
  },
  {
    reason: "registry-unreachable",
    pattern: /server gave HTTP response/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The registry speaks plain http, which Docker does not take: ${firstLine(message)}`,
    nextAction:
      "Give the registry a certificate, or name it under insecure-registries in /etc/docker/daemon.json on the server and restart Docker there.",
  },
  {
    reason: "registry-unreachable",
    pattern: /x509|certificate signed by unknown authority/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The server's Docker does not trust the registry's certificate: ${firstLine(message)}`,
    nextAction:
      "Renew the certificate if it has ended; put the one of its authority on the server as /etc/docker/certs.d/<registry with its port>/ca.crt if it is your own.",
  },
  {
    reason: "registry-unreachable",
    pattern: /no such host/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The server finds no host with the registry's name: ${firstLine(message)}`,
    nextAction: "Check how the registry is written in the image or FROM line, and the DNS of the server.",
  },
  {
    reason: "registry-unreachable",
    pattern: /dial tcp|i\/o timeout|connection refused|TLS handshake|context deadline exceeded/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The server cannot reach the registry: ${firstLine(message)}`,
    nextAction: "Check the server's network and DNS. If it needs an outbound proxy, set it on the server page.",
  },
  {
    reason: "dockerfile-missing",
    pattern: /failed to read dockerfile|cannot locate specified dockerfile/i,
    isDockerOnly: true,
    sentence: () => "The Dockerfile is not in the build context.",
    nextAction: "Check the Dockerfile path and the base directory in the settings.",
  },
  {
    reason: "dockerfile-invalid",
    pattern:
      /dockerfile parse error|unknown instruction|failed to parse|target stage .{0,300} could not be found|dockerfile line|invalid from flag/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The Dockerfile is not valid: ${firstLine(message)}`,
    nextAction: "Fix the Dockerfile and push again.",
  },
  {
    reason: "out-of-memory",
    pattern: /JavaScript heap out of memory|java\.lang\.OutOfMemoryError/,
    sentence: () => "A step of the build needed more memory than its program allows itself.",
    nextAction:
      "Allow it more, for Node with the variable NODE_OPTIONS=--max-old-space-size=4096 of the scope `build`, on a server that has as much memory.",
  },
  {
    reason: "build-failed",
    pattern: /exec format error/i,
    sentence: () => "An image in FROM was built for another processor architecture than this server has.",
    nextAction: "Name an image for the server's architecture, and leave out `--platform` where it asks for another.",
  },
  {
    reason: "build-failed",
    pattern:
      /EAI_AGAIN|could not resolve host|temporary failure (?:in name resolution|resolving)|getaddrinfo ENOTFOUND|name or service not known|failed to lookup address/i,
    sentence: ({ lastLines }) =>
      `A step of the build found no way to a host: ${(firstError(lastLines ?? []) ?? "its name does not resolve").slice(0, 300)}`,
    nextAction:
      "Check the host's name. If it is right: check the server's network and DNS, and where it needs an outbound proxy, set that on the server page.",
  },
];

export const firstLine = (text: string) => (text.trim().split("\n")[0] ?? "").replace(prefixes, "").slice(0, 300);
const prefixes = /^(failed to solve( with frontend \S+)?: |failed to create LLB definition: )+/;
