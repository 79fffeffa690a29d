import type { Guard } from "../guard.ts";

const routes = "api/src/route-table.test.ts";

/** That nothing of one team is reached from another, nor by a role or a scope that may not. */
export const guards: Guard[] = [
  {
    rule: "a route of a team asks whether its caller may",
    file: "api/src/http/guard.ts",
    guard: 'if (policy.auth === "user") allow(c.var.actor, policy.action);',
    without: "",
    noticedBy: routes,
    named: "is refused by",
  },
  {
    rule: "only the instance's owner sees and sets what holds for the instance",
    file: "api/src/http/guard.ts",
    guard: 'if (policy.auth === "instance-owner") allowInstanceOwner(c.var.person);',
    without: "",
    noticedBy: "api/src/limits/limits.test.ts",
    named: "and nobody else",
  },
  {
    rule: "a project of another team is answered like none",
    file: "api/src/projects/projects.store.ts",
    guard: "eq(project.teamId, teamId), eq(project.id, id)",
    without: "eq(project.id, id)",
    noticedBy: routes,
  },
  {
    rule: "a channel of another team is answered like none",
    file: "api/src/notifications/notifications.store.ts",
    guard: "and(eq(channel.teamId, teamId), eq(channel.id, id))",
    without: "eq(channel.id, id)",
    noticedBy: routes,
  },
];
