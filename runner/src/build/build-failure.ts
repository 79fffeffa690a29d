import { beginningAndEnd } from "../../contract/index.ts";
import { firstError, tellingLines } from "../plan/telling-lines.ts";
import { BuildFault, type BuildFaultReason } from "./build-fault.ts";
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
const rules: readonly Rule[] = [
  {
    reason: "disk-full",
    pattern: /no space left on device|disk quota exceeded|ENOSPC/i,
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
    pattern: /secret .{0,300}not found|failed to solve: .{0,300}secret/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The Dockerfile asks for a build secret that is not set: ${firstLine(message)}`,
    nextAction: "Add an environment variable of that name with the scope `build` to the application.",
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
    pattern:
      /manifest unknown|manifest for .{0,300} not found|: not found$|no match for platform|repository .{0,300} not found|does not exist or may require|invalid reference format/im,
    isDockerOnly: true,
    sentence: ({ message }) => `The image does not exist: ${firstLine(message)}`,
    nextAction: "Check the image name and tag, also in the FROM lines of the Dockerfile.",
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
    nextAction: "Check the Dockerfile path and the base directory in the application's settings.",
  },
  {
    reason: "dockerfile-invalid",
    pattern:
      /dockerfile parse error|unknown instruction|failed to parse|target stage .{0,300} could not be found|dockerfile line|invalid from flag/i,
    isDockerOnly: true,
    sentence: ({ message }) => `The Dockerfile is not valid: ${firstLine(message)}`,
    nextAction: "Fix the Dockerfile and push again.",
  },
];

/** Names the cause of a failed build from what Docker and the failing step said. Pure. */
export function explainBuildFailure(facts: FailureFacts): BuildFault {
  const { step } = facts;
  const message = beginningAndEnd(facts.message);
  const lastLines = (facts.lastLines ?? []).map((line) => beginningAndEnd(line));
  const output = beginningAndEnd(lastLines.join("\n"));
  const exitCode = exitCodeOf(message);
  // Of a program that failed Docker only repeats the command and the exit code.
  const docker = exitCode !== undefined && step ? [] : [firstLine(message)];
  const evidence = [...(step ? [step] : []), ...tellingLines(lastLines, 6), ...docker];
  const instruction = step?.replace(/^\[[^\]]*\]\s*/, "");
  const said = exitCode === undefined ? message : "";
  const rule = rules.find(({ pattern, isDockerOnly }) => pattern.test(said) || (!isDockerOnly && pattern.test(output)));
  if (rule) {
    return new BuildFault(rule.reason, {
      sentence: rule.sentence({ ...facts, message }),
      evidence,
      nextAction: typeof rule.nextAction === "string" ? rule.nextAction : rule.nextAction({ ...facts, message }),
      instruction,
      exitCode,
    });
  }
  if (exitCode === 137) {
    return new BuildFault("out-of-memory", {
      sentence: `The build was killed, most likely because the server ran out of memory: ${instruction ?? firstLine(message)}`,
      evidence,
      nextAction: "Give the server more memory or swap, or make the build use less.",
      instruction,
      exitCode,
    });
  }
  if (facts.status !== undefined && facts.status >= 500) return daemonFailed(facts);
  return new BuildFault("build-failed", {
    sentence: sentenceOf({ message, exitCode, instruction, proof: firstError(lastLines) }),
    evidence,
    nextAction: "Read the last lines of the build log, fix the code or the Dockerfile, and push again.",
    instruction,
    exitCode,
  });
}

type Failed = {
  message: string;
  exitCode: number | undefined;
  instruction: string | undefined;
  proof: string | undefined;
};

/** What the program said went wrong comes first; the command that said so stands in the evidence. */
function sentenceOf({ message, exitCode, instruction, proof }: Failed): string {
  if (exitCode === undefined) return `The build failed: ${firstLine(message)}`;
  if (proof !== undefined) return `The build failed with exit code ${exitCode}: ${proof.slice(0, 300)}`;
  return `A build step failed with exit code ${exitCode}: ${instruction ?? ""}`;
}

const daemonFailed = ({ message, status }: FailureFacts) =>
  new BuildFault("docker-failed", {
    sentence: `Docker on the server failed: ${firstLine(message)}`,
    evidence: [`HTTP ${status}`],
    nextAction: "See what it says with `sudo journalctl -u docker -n 50` on the server, then try again.",
  });

const firstLine = (text: string) => (text.trim().split("\n")[0] ?? "").replace(prefixes, "").slice(0, 300);
const prefixes = /^(failed to solve( with frontend \S+)?: |failed to create LLB definition: )+/;

/** 20.10 says `executor failed running [...]: exit code: 1`, newer ones `did not complete successfully: exit code: 1`. */
function exitCodeOf(message: string): number | undefined {
  const found = /exit code:? (\d{1,3})\b/.exec(message);
  return found ? Number(found[1]) : undefined;
}
