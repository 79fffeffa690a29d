/**
 * How long each file of the lab, and the longest of all others, take, about, on two cores that do nothing else. Two run at a time: the
 * longest go first, so that none is left to run alone at the end. `npm test` prints what they took; a new one of the lab counts as
 * `untimedLabSeconds`.
 */
export const knownSeconds: Record<string, number> = {
  "api/src/work/jobs/queue.model-lower.test.ts": 90,
  "api/src/work/jobs/queue.model-upper.test.ts": 90,
  "test/hostile/deliveries.test.ts": 60,
  "test/hostile/every-field.test.ts": 55,
  "test/hostile/fuzz/fuzz.test.ts": 200,
  "test/history/upgrade.lab.test.ts": 50,
  "test/hostile/hostile-repository.lab.test.ts": 40,
  "test/hosts/build-secrets.lab.test.ts": 30,
  "test/hosts/buildkit-version.lab.test.ts": 10,
  "test/hosts/builds.lab.test.ts": 60,
  "test/hosts/ignored-files/ignored-files.lab.test.ts": 15,
  "test/hosts/servers.lab.test.ts": 20,
  "test/hosts/sources.lab.test.ts": 14,
  "test/hosts/ssh-findings.lab.test.ts": 40,
  "test/lab/fixtures.lab.test.ts": 25,
  "test/lab/forge.lab.test.ts": 6,
  "test/lab/lab.lab.test.ts": 27,
  "test/lab/newest/newest.lab.test.ts": 30,
  "test/release/dying-runner.lab.test.ts": 75,
  "test/release/failing-versions.lab.test.ts": 80,
  "test/release/https.lab.test.ts": 12,
  "test/release/loads.lab.test.ts": 20,
  "test/release/meeting-jobs.lab.test.ts": 60,
  "test/release/other-jobs.lab.test.ts": 40,
  "test/release/ports.lab.test.ts": 40,
  "test/release/start-commands.lab.test.ts": 70,
  "test/release/zero-downtime.lab.test.ts": 75,
  "test/scenarios/control-plane-outage.lab.test.ts": 170,
  "test/scenarios/failures.lab.test.ts": 90,
  "test/scenarios/full-disk.lab.test.ts": 15,
  "test/scenarios/install-runner.lab.test.ts": 20,
  "test/scenarios/kill-matrix.lab.test.ts": 130,
  "test/scenarios/push-to-node.lab.test.ts": 70,
  "test/scenarios/push-to-worker.lab.test.ts": 70,
  "test/scenarios/server-outages.lab.test.ts": 220,
};

export const untimedLabSeconds = 60;
