import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";
import { type DockerKind, dockerKinds, type Generation, generations } from "../lab/generation.ts";
import { runTestFiles, type TestEnding } from "./run-test-files.ts";

/** The suites that speak with Docker or with Caddy, and what each is for. */
const suites: Record<string, string> = {
  "test/hosts/servers.lab.test.ts": "host",
  "test/hosts/builds.lab.test.ts": "build",
  "test/hosts/build-secrets.lab.test.ts": "secrets of a build",
  "test/release/ports.lab.test.ts": "driver and proxy",
  "test/release/zero-downtime.lab.test.ts": "release: zero downtime",
  "test/release/failing-versions.lab.test.ts": "release: failing versions",
  "test/release/other-jobs.lab.test.ts": "release: other jobs",
  "test/release/https.lab.test.ts": "release: https",
  "test/release/dying-runner.lab.test.ts": "release: dying runner",
};

const pairs = dockerKinds.flatMap((docker) => generations.map((caddy) => ({ docker, caddy })));

export const everyGeneration: Proof = {
  name: "generations",
  title:
    "every suite that speaks with Docker or Caddy, on each pair of the newest (with either store of images) and this machine's own",
  minutes: 45,
  needs: "lab",
  async run({ print, signal }) {
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    for (const pair of pairs) {
      if (signal.aborted) return { rows, failures: [...failures, "interrupted"] };
      print(`\n${pair.docker} Docker, ${pair.caddy} Caddy`);
      const endings = await runOn(pair, signal);
      for (const [file, suite] of Object.entries(suites)) {
        const ofFile = endings.filter((ending) => ending.file === file);
        rows.push({ ...pair, suite, ...countOf(ofFile) });
        if (ofFile.length === 0) failures.push(`${suite} did not run on ${pair.docker} Docker, ${pair.caddy} Caddy`);
      }
      const failed = endings.filter(({ status }) => status !== "passed");
      failures.push(...failed.map((ending) => `${pair.docker} Docker, ${pair.caddy} Caddy: ${sentenceOf(ending)}`));
    }
    return { rows, failures };
  },
};

function runOn({ docker, caddy }: { docker: DockerKind; caddy: Generation }, signal: AbortSignal) {
  const env = { FAIRLEAD_LAB_DOCKER: docker, FAIRLEAD_LAB_CADDY: caddy };
  return runTestFiles({ project: "lab", files: Object.keys(suites), env, signal });
}

const countOf = (endings: readonly TestEnding[]) => ({
  passed: endings.filter(({ status }) => status === "passed").length,
  "not passed": endings.filter(({ status }) => status !== "passed").length,
  seconds: Math.round(endings.reduce((sum, { seconds }) => sum + seconds, 0)),
});

const sentenceOf = ({ file, test, status, message }: TestEnding) => `${file}: ${test}: ${status} ${message}`.trim();
