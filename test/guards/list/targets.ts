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
];
