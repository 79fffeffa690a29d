import { explainBuildFailure, type FailureFacts } from "../../../runner/src/build/build-failure.ts";
import type { Subject } from "../diagnosis.ts";

const failing = (step: string, exitCode: number, ...lastLines: string[]): FailureFacts => ({
  message: `process "/bin/sh -c ${step}" did not complete successfully: exit code: ${exitCode}`,
  step: `[build 4/6] RUN ${step}`,
  lastLines,
});

/** What a build ends with: BuildKit's words, and the end of what the failing step printed. */
export const builds: Subject<FailureFacts> = {
  name: "build",
  explain: (facts) => explainBuildFailure(facts).toCause("build"),
  rows: [
    {
      setup: "a lock file that does not match",
      said: failing(
        "npm ci",
        1,
        "npm error code EUSAGE",
        "npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.",
        "npm error A complete log of this run can be found in: /root/.npm/_logs/x.log",
      ),
      class: "build-failed",
      says: /npm ci.*in sync/,
      advises: /Read the last lines/,
    },
    {
      setup: "an error of types",
      said: failing(
        "npm run build",
        2,
        "> tsc",
        "src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
      ),
      class: "build-failed",
      says: /TS2322/,
      advises: /fix the code/,
    },
    {
      setup: "a step that was killed for memory",
      said: failing("npm run build", 137, "Creating an optimized production build ..."),
      class: "out-of-memory",
      says: /ran out of memory/,
      advises: /swap/,
    },
    {
      setup: "a heap of Node that was full",
      said: failing(
        "npm run build",
        134,
        "<--- Last few GCs --->",
        "FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory",
      ),
      class: "out-of-memory",
      says: /memory/,
      advises: /max-old-space-size|memory/,
    },
    {
      setup: "a disk that ran full in a step",
      said: failing("npm ci", 228, "npm error code ENOSPC", "npm error nospc ENOSPC: no space left on device, write"),
      class: "disk-full",
      says: /disk is full/,
      advises: /docker system df/,
    },
    {
      setup: "a step that resolves no name",
      said: failing(
        "npm ci",
        1,
        "npm error code EAI_AGAIN",
        "npm error request to https://registry.example.test/vite failed, reason: getaddrinfo EAI_AGAIN registry.example.test",
      ),
      class: "build-failed",
      says: /EAI_AGAIN|does not resolve/,
      advises: /network|DNS/,
    },
    {
      setup: "a program that the image does not have",
      said: failing("pnpm install", 127, "/bin/sh: pnpm: not found"),
      class: "build-failed",
      says: /pnpm: not found/,
      advises: /Dockerfile/,
    },
    {
      setup: "a Dockerfile that is not there",
      said: { message: "failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory" },
      class: "dockerfile-missing",
      says: /not in the build context/,
      advises: /Dockerfile path/,
    },
    {
      setup: "a COPY of a file that is not there",
      said: {
        message:
          'failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/package-lock.json": not found',
      },
      class: "build-failed",
      says: /COPY.*package-lock\.json/,
      advises: /\.dockerignore/,
    },
    {
      setup: "a misspelt instruction",
      said: {
        message: "failed to solve: dockerfile parse error on line 4: unknown instruction: RUNN (did you mean RUN?)",
      },
      class: "build-failed",
      says: /not valid.*RUNN/,
      advises: /Fix the Dockerfile/,
    },
    {
      setup: "a stage that does not exist",
      said: { message: 'failed to solve: target stage "prod" could not be found' },
      class: "build-failed",
      says: /prod/,
      advises: /Dockerfile|target/,
    },
    {
      setup: "a secret that is not set",
      said: { message: "failed to solve: secret NPM_TOKEN: not found" },
      class: "build-failed",
      says: /build secret.*NPM_TOKEN/,
      advises: /scope `build`/,
    },
    {
      setup: "a COPY of a missing file whose name speaks of a secret",
      said: { message: 'failed to solve: failed to calculate checksum of ref x::y: "/secrets.json": not found' },
      class: "build-failed",
      says: /COPY.*secrets\.json/,
      advises: /\.dockerignore/,
    },
    {
      setup: "a base image whose name speaks of a secret",
      said: { message: "failed to solve: ghcr.io/acme/secret-base:2: ghcr.io/acme/secret-base:2: not found" },
      class: "image-unavailable",
      says: /image does not exist/,
      advises: /FROM lines/,
    },
    {
      setup: "a step that may watch no more files, which is no full disk",
      said: failing("npm test", 1, "Error: ENOSPC: System limit for number of file watchers reached, watch '/app'"),
      class: "build-failed",
      says: /file watchers/,
      advises: /Read the last lines/,
    },
    {
      setup: "a stage in capitals on Docker 20.10",
      said: {
        message:
          'failed to solve with frontend dockerfile.v0: failed to create LLB definition: failed to parse stage name "Builder": invalid reference format: repository name must be lowercase',
      },
      class: "build-failed",
      says: /small letters/,
      advises: /small letters/,
    },
    {
      setup: "a syntax line whose frontend cannot be had",
      said: {
        message:
          'failed to solve: failed to resolve source metadata for docker.io/docker/dockerfile:1: failed to do request: Head "https://registry-1.docker.io/v2/docker/dockerfile/manifests/1": dial tcp 54.1.1.1:443: i/o timeout',
      },
      class: "image-unavailable",
      says: /cannot reach the registry/,
      advises: /outbound proxy/,
    },
    {
      setup: "a step for another processor",
      said: failing("npm ci", 1, "exec /bin/sh: exec format error"),
      class: "build-failed",
      says: /processor architecture/,
      advises: /architecture|platform/,
    },
    {
      setup: "a Docker that failed by itself",
      said: { message: "rpc error: code = Unavailable desc = closing transport due to: connection error", status: 500 },
      class: "docker-unavailable",
      says: /Docker on the server failed/,
      advises: /journalctl/,
    },
  ],
};
