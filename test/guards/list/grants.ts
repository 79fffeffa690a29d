import type { Guard } from "../guard.ts";

/** That what reaches beyond a container is given by an admin, and is gone once it was taken away. */
export const guards: Guard[] = [
  {
    rule: "a right of root, a label and an open port of the server are an admin's to give",
    file: "api/src/resources/applications/refuse-grant.ts",
    guard: "if (more.length === 0) continue;",
    without: "continue;",
    noticedBy: "api/src/resources/applications/capabilities.test.ts",
    named: "a member grants none",
  },
  {
    rule: "what opens a server comes back with a release only while it is granted",
    file: "api/src/resources/applications/refuse-grant.ts",
    guard: "isPrivileged: (earlier.isPrivileged && now.isPrivileged) ?? false,",
    without: "isPrivileged: earlier.isPrivileged ?? false,",
    noticedBy: "api/src/releases/deployments/rollback.test.ts",
    named: "what opened the server",
  },
  {
    rule: "what was granted to a release comes back with it only while it is granted",
    file: "api/src/resources/applications/refuse-grant.ts",
    guard: "labels: earlier.labels.filter(({ name, value }) => held.labels.includes(`${name}=${value}`)),",
    without: "labels: earlier.labels,",
    noticedBy: "api/src/releases/deployments/rollback.test.ts",
    named: "label",
  },
];
