import { readers as forges } from "../../../api/src/pushes/forges/readers.ts";
import { packet, readPackets } from "../../../api/src/pushes/pkt-line.ts";
import { watches } from "../../../api/src/rules/match-path.ts";
import { hasSkipMarker, subjectOf } from "../../../api/src/rules/push-event.ts";
import { createJobLog } from "../../../runner/src/agent/log-stream.ts";
import { createRedactor } from "../../../runner/src/agent/redact.ts";
import { explainBuildFailure } from "../../../runner/src/build/build-failure.ts";
import { createBuildLog } from "../../../runner/src/build/build-log.ts";
import { declaredArguments } from "../../../runner/src/build/dockerfile-text/declared-arguments.ts";
import { parseDockerfile } from "../../../runner/src/build/dockerfile-text/parse.ts";
import { secretSteps } from "../../../runner/src/build/dockerfile-text/secret-steps.ts";
import { explainDocker } from "../../../runner/src/plan/explain-docker.ts";
import { explainExit } from "../../../runner/src/plan/explain-start.ts";
import { parseListeners } from "../../../runner/src/plan/listeners.ts";
import { explainGitFailure, isCorruptMirror } from "../../../runner/src/sources/git-failure.ts";

const mebibyte = 1_048_576;
const esc = "\u001b";
const fill = (pump: string, length = mebibyte) => pump.repeat(Math.ceil(length / pump.length));
const pieces = (text: string, size: number) =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));

const bitbucketPush = (raw: string) => ({
  repository: { full_name: "shop/web" },
  push: { changes: [{ new: { type: "branch", name: "main", target: { hash: "a".repeat(40), author: { raw } } } }] },
});

function redactInPieces(text: string, { size, secrets = [] }: { size: number; secrets?: readonly string[] }): number {
  const stream = createRedactor(secrets).stream();
  let letGo = 0;
  for (const piece of pieces(text, size)) letGo += stream.push(piece).length;
  return letGo + stream.end().length;
}

function logInPieces(text: string, size: number): void {
  const log = createJobLog({
    redactor: createRedactor([]),
    chunkMaxBytes: 65_536,
    logMaxBytes: 100 * mebibyte,
    now: () => 0,
    emit: () => undefined,
    onText: () => undefined,
    firstStep: "build",
  });
  const say = createBuildLog(log);
  for (const piece of pieces(text, size))
    say({ kind: "output", step: "1", stream: "stdout", bytes: Buffer.from(piece, "latin1") });
  log.end();
}

/** What reads texts of other people, servers and forges, each on a mebibyte or more of what costs it most. */
export const readers: Record<string, () => unknown> = {
  "Bitbucket: an author of white space": () =>
    forges.bitbucket.read("repo:push", bitbucketPush(fill(" ", 5 * mebibyte))),
  "Bitbucket: an author of opened addresses": () => forges.bitbucket.read("repo:push", bitbucketPush(`${fill("<")}>`)),
  "Bitbucket: an author of spaces within an address": () =>
    forges.bitbucket.read("repo:push", bitbucketPush(`<>${fill(" ")}x`)),
  "watched paths: fifty patterns on one path of 5 MB": () =>
    watches(Array(50).fill("*a".repeat(150)), [fill("a", 5 * mebibyte)]),
  "watched paths: fifty patterns on 5 MB of paths": () =>
    watches(Array(50).fill(`${"*a".repeat(140)}z`), Array(20_000).fill("a".repeat(250))),
  "watched paths: folders at every depth": () =>
    watches(Array(50).fill(`${"**/a/".repeat(59)}z`), Array(2_500).fill("a/".repeat(1_000))),
  "commit message: line ends and half a marker": () => [hasSkipMarker(fill("[skip ")), subjectOf(fill("\r"))],
  "git's packets: the shortest there are": () => readPackets(Buffer.from(fill(packet("")))),
  "redactor: spaces after a key's header": () =>
    createRedactor([]).redact(`-----BEGIN PRIVATE KEY-----\n${fill(" ")}!\n`),
  "redactor: headers of keys only": () => createRedactor([]).redact(fill("-----BEGIN PRIVATE KEY-----\u2028")),
  "redactor: a line of colour codes in small pieces": () =>
    redactInPieces(fill(`${esc}[31m`, 4 * mebibyte), { size: 1_024 }),
  "redactor: colour codes behind half of a secret": () =>
    redactInPieces(`hunter2${fill(`${esc}[31m`, 4 * mebibyte)}`, { size: 1_024, secrets: ["hunter2hunter2"] }),
  "redactor: terminal sequences that never end": () => redactInPieces(fill(`${esc}]8;;`), { size: 7 }),
  "redactor: one character a piece": () => redactInPieces(fill("x"), { size: 1 }),
  "redactor: a secret of one letter": () => redactInPieces(fill("a"), { size: 4_096, secrets: ["a".repeat(65_536)] }),
  "redactor: thousands of secrets that begin alike": () =>
    redactInPieces(fill("a"), {
      size: 4_096,
      secrets: Array.from({ length: 1_000 }, (_, i) => `${fill("a", 6 + (i % 250))}${i}`),
    }),
  "redactor: an address in every word": () => createRedactor([]).redact(fill("a://b:c")),
  "job log: lines of one character, each a piece": () => logInPieces(fill("x\n", mebibyte / 4), 2),
  "job log: one line, a character a piece": () => logInPieces(fill("x", mebibyte / 4), 1),
  "build: what Docker says of a failure": () =>
    ["secret ", "failed to solve: ", "manifest for ", "repository ", "target stage ", "["].map((pump) =>
      explainBuildFailure({ message: fill(pump), step: fill("["), lastLines: [fill(pump)] }),
    ),
  "build: ARG and white space": () =>
    [
      `ARG${fill(" ")}\u2028x`,
      fill("ARG a\n"),
      `ARG ${fill("a ")}`,
      `RUN ${fill("<<a ")}`,
      fill("\\\n"),
      fill('#="'),
    ].map((text) => [declaredArguments(parseDockerfile(text)).length, secretSteps(parseDockerfile(text)).length]),
  "docker: what it says of a refusal": () =>
    ["exec: ", 'exec "a', "exec a: stat "].map((pump) => explainDocker({ status: 400, message: fill(pump) }, null)),
  "docker: last lines of a container": () =>
    explainExit(
      { exitCode: 1, isOutOfMemory: false, error: "" },
      { logTail: [fill(": not found ")], memoryBytes: null, capabilities: [] },
    ),
  "docker: sockets of a container": () => parseListeners({ tcp: fill("  1: 0100007F:0016 "), tcp6: fill(" \n") }),
  "git: what it says of a failure": () =>
    ["repository ", "transport 'a", "protocol ", "git-lfs", "external filter ", "\r"].map((pump) =>
      explainGitFailure({ what: "x", stderr: fill(pump), exitCode: 128, usesDeployKey: false }),
    ),
  "git: what it says of a mirror": () =>
    ["object file ", "loose object ", "pack", "unable to create .lock"].map((pump) => isCorruptMirror(fill(pump))),
};
