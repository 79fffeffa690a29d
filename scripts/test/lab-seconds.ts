/**
 * How long each file of the lab takes, about, on two cores that do nothing else. Two run at a time: the longest go first, so
 * that none is left to run alone at the end. `npm test -- lab` prints what they took; a new one counts as `untimedSeconds`.
 */
export const labSeconds: Record<string, number> = {
  "test/history/upgrade.lab.test.ts": 60,
  "test/hostile/hostile-repository.lab.test.ts": 40,
  "test/hosts/build-secrets.lab.test.ts": 30,
  "test/hosts/buildkit-version.lab.test.ts": 10,
  "test/hosts/builds.lab.test.ts": 60,
  "test/hosts/ignored-files/ignored-files.lab.test.ts": 15,
  "test/hosts/servers.lab.test.ts": 20,
  "test/hosts/sources.lab.test.ts": 14,
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
  "test/release/zero-downtime.lab.test.ts": 75,
  "test/scenarios/control-plane-outage.lab.test.ts": 80,
  "test/scenarios/failures.lab.test.ts": 90,
  "test/scenarios/full-disk.lab.test.ts": 15,
  "test/scenarios/install-runner.lab.test.ts": 20,
  "test/scenarios/kill-matrix.lab.test.ts": 130,
  "test/scenarios/push-to-node.lab.test.ts": 70,
  "test/scenarios/push-to-worker.lab.test.ts": 70,
  "test/scenarios/server-outages.lab.test.ts": 110,
};

export const untimedSeconds = 60;
