import type { Guard } from "../guard.ts";

const places = "api/src/resources/variables/places.test.ts";

/** That what a place gives is seen, read and changed by those who may, and by nobody else. */
export const guards: Guard[] = [
  {
    rule: "whoever may not read the values of a place is shown their names alone, at the place",
    file: "api/src/resources/variables/read-variables.ts",
    guard: 'shown(view, may(actor, "value.view", place))',
    without: "shown(view, true)",
    noticedBy: places,
    named: "shows no value",
  },
  {
    rule: "whoever may not read the values of a place is shown their names alone, with what runs there",
    file: "api/src/resources/variables/read-variables.ts",
    guard: 'const maySee = may(actor, "value.view", standingOf(row, place));',
    without: "const maySee = true;",
    noticedBy: places,
    named: "shows no value",
  },
  {
    rule: "variables of the server of another team are answered like none",
    file: "api/src/kit/access/locate.store.ts",
    guard: "const of = and(eq(server.teamId, teamId), eq(server.id, id));",
    without: "const of = eq(server.id, id);",
    noticedBy: places,
    named: "of another team",
  },
  {
    rule: "variables of the environment of another team are answered like none",
    file: "api/src/kit/access/locate.store.ts",
    guard: "const of = and(eq(environment.teamId, teamId), eq(environment.id, id));",
    without: "const of = eq(environment.id, id);",
    noticedBy: places,
    named: "of another team",
  },
  {
    rule: "variables of the project of another team are answered like none",
    file: "api/src/kit/access/locate.store.ts",
    guard: "const of = and(eq(project.teamId, teamId), eq(project.id, id));",
    without: "const of = eq(project.id, id);",
    noticedBy: places,
    named: "of another team",
  },
  {
    rule: "variables of another team are answered like none",
    file: "api/src/kit/access/locate.store.ts",
    guard: 'found(id === teamId ? [{ teamId }] : [], "team")',
    without: "{ teamId, id }",
    noticedBy: places,
    named: "of another team",
  },
  {
    rule: "of two saves of the variables of a place one is told of the other",
    file: "api/src/resources/variables/holders.store.ts",
    guard: "revision === undefined ? undefined : eq(table.variablesRevision, revision)",
    without: "undefined",
    noticedBy: places,
    named: "by one of two people",
  },
];
