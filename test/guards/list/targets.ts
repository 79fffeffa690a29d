import type { Guard } from "../guard.ts";

/** That each server of a resource gets what the others have, once. */
export const guards: Guard[] = [
  {
    rule: "a server is brought level once, however many look at the same moment",
    file: "api/src/releases/levelling/level-targets.ts",
    guard: "    openTarget(db, behind, job.id),\n    ifChanged(db),\n",
    without: "    openTarget(db, { ...behind, status: `queued` }, job.id),\n",
    noticedBy: "api/src/releases/levelling/several-servers.test.ts",
    named: "is asked once",
  },
  {
    rule: "servers of one deployment that end in the same instant do not each wait for the other",
    file: "api/src/releases/jobs/end-deployment.ts",
    guard: "          holdOthers(db, { deploymentId: id, targets, jobId: job.id }),\n          ifChanged(db),\n",
    without: "",
    noticedBy: "api/src/releases/levelling/several-servers.test.ts",
    named: "in the same instant",
  },
  {
    rule: "what a person gave up at a server is removed when it is found there, and nothing that is to run there",
    file: "api/src/releases/jobs/remove.ts",
    guard: "if (await isToStay(deps.db, job)) throw",
    without: "if (false) throw",
    noticedBy: "api/src/releases/removal/forget.test.ts",
    named: "keeps what is to run there again",
  },
  {
    rule: "a place that came back while its removal ran is not taken away by its end",
    file: "api/src/resources/targets/targets.store.ts",
    guard: "AND (${resourceTarget.state} = 'removing'",
    without: "AND (${resourceTarget.state} <> ''",
    noticedBy: "api/src/releases/removal/forget.test.ts",
    named: "keeps a place that came",
  },
  {
    rule: "only a server that cannot be reached is given up",
    file: "api/src/releases/removal/refuse-while-reachable.ts",
    guard: "if (isAway || !isRunnerOnline",
    without: "if (true || isAway || !isRunnerOnline",
    noticedBy: "api/src/releases/removal/forget.test.ts",
    named: "while it can be reached",
  },
  {
    rule: "a server that is given up takes nothing along that it alone serves",
    file: "api/src/releases/removal/forget-server.ts",
    guard: "if (alone.length === 0) return;",
    without: "if (alone.length >= 0) return;",
    noticedBy: "api/src/releases/removal/forget.test.ts",
    named: "is kept while",
  },
  {
    rule: "the routes of a server that is added again replace those that the machine served before",
    file: "api/src/places/servers/create-server.ts",
    guard: "const firstRevision = Math.floor(now / 1_000);",
    without: "const firstRevision = 0;",
    noticedBy: "api/src/places/servers/servers.test.ts",
    named: "higher than any",
  },
  {
    rule: "a port of a server has one holder, also when two ask for it in one instant",
    file: "api/src/resources/applications/refuse-host-port.ts",
    guard: "hostPort && placements.length > 0\n",
    without: "hostPort && placements.length < 0\n",
    noticedBy: "api/src/resources/applications/host-port-race.test.ts",
    named: "in one instant leave the port",
  },
];
