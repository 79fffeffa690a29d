import type { Guard } from "../guard.ts";

/** The statement of a save holds for the revision that was read. */
const ofTwoSaves = (row: string, given: Pick<Guard, "file" | "guard" | "without"> & { route: string }): Guard => ({
  rule: `of two saves of one ${row} the second is told, and nothing of the first is lost`,
  file: given.file,
  guard: given.guard,
  without: given.without,
  noticedBy: "api/src/saves.test.ts",
  named: given.route,
});
const equal = (column: string) => ({ guard: `eq(${column}.revision, revision)`, without: "undefined" });

/** That nothing which somebody saved is lost without a word, and that nothing is written by halves. */
export const guards: Guard[] = [
  ofTwoSaves("project", {
    file: "api/src/places/projects/projects.store.ts",
    guard: "eq(project.revision, change.revision)",
    without: "undefined",
    route: "PATCH /api/v1/projects",
  }),
  ofTwoSaves("environment", {
    file: "api/src/places/projects/environments.store.ts",
    ...equal("environment"),
    route: "PATCH /api/v1/environments",
  }),
  ofTwoSaves("application", {
    file: "api/src/resources/resources.store.ts",
    guard: "revision === undefined ? undefined : eq(resource.revision, revision)",
    without: "undefined",
    route: "PATCH /api/v1/applications",
  }),
  ofTwoSaves("set of variables", {
    file: "api/src/resources/resources.store.ts",
    guard: "revision === undefined ? undefined : eq(resource.variablesRevision, revision)",
    without: "undefined",
    route: "PUT /api/v1/applications",
  }),
  ofTwoSaves("variable", {
    file: "api/src/resources/variables/variables.store.ts",
    ...equal("variable"),
    route: "PATCH /api/v1/variables",
  }),
  ofTwoSaves("domain", {
    file: "api/src/resources/domains/domains.store.ts",
    ...equal("domain"),
    route: "PATCH /api/v1/domains",
  }),
  ofTwoSaves("server", {
    file: "api/src/places/servers/servers.store.ts",
    ...equal("server"),
    route: "PATCH /api/v1/servers",
  }),
  ofTwoSaves("destination", {
    file: "api/src/places/servers/destinations.store.ts",
    ...equal("destination"),
    route: "PATCH /api/v1/destinations",
  }),
  ofTwoSaves("runner", {
    file: "api/src/places/runners/runners.store.ts",
    ...equal("runner"),
    route: "PATCH /api/v1/runners",
  }),
  ofTwoSaves("source", {
    file: "api/src/sources/sources.store.ts",
    ...equal("source"),
    route: "PATCH /api/v1/sources",
  }),
  ofTwoSaves("registry", {
    file: "api/src/places/registries/registries.store.ts",
    ...equal("registry"),
    route: "PATCH /api/v1/registries",
  }),
  ofTwoSaves("channel", {
    file: "api/src/work/notifications/notifications.store.ts",
    ...equal("channel"),
    route: "PATCH /api/v1/channels",
  }),
  ofTwoSaves("team", { file: "api/src/people/teams/teams.store.ts", ...equal("team"), route: "PATCH /api/v1/teams" }),
  ofTwoSaves("member", {
    file: "api/src/people/teams/teams.store.ts",
    guard: "        eq(member.revision, change.revision),\n",
    without: "",
    route: "PATCH /api/v1/members",
  }),
  ofTwoSaves("person", {
    file: "api/src/people/identity/identity.store.ts",
    ...equal("user"),
    route: "PATCH /api/v1/me",
  }),
  ofTwoSaves("instance", {
    file: "api/src/people/instance/instance.store.ts",
    guard: "WHERE ${revision} = coalesce(",
    without: "WHERE ${revision} <> coalesce(0 *",
    route: "PATCH /api/v1/instance",
  }),
  {
    rule: "a save that is overtaken writes nothing at all",
    file: "api/src/kit/write/save-batch.ts",
    guard: "[save, ifChanged(db), ...alongside]",
    without: "[save, ...alongside]",
    noticedBy: "api/src/saves.test.ts",
    named: "PATCH /api/v1/projects",
  },
  {
    rule: "a conflict tells no value of a secret",
    file: "api/src/rules/differences.ts",
    guard: "if (hidden.includes(path)) return [{ path, yours: null, theirs: null, isHidden: true }];",
    without: "",
    noticedBy: "api/src/saves.test.ts",
    named: "PATCH /api/v1/(sources|variables)",
  },
  {
    rule: "a rollback, which switches deployments by pushes off, is told to who saves an older form",
    file: "api/src/resources/releasing/define-release.ts",
    guard: ", raiseRevision(db, of)]",
    without: "]",
    noticedBy: "api/src/releases/deployments/rollback.test.ts",
    named: "rollback",
  },
  {
    rule: "the interface never saves over a field that somebody else saved too",
    file: "ui/src/lib/forms/save-changes.ts",
    guard: "if (!conflict || both.length > 0 || race === mostRaces) throw onlyBoth(error, both);",
    without: "if (!conflict || race === mostRaces) throw onlyBoth(error, both);",
    noticedBy: "ui/src/lib/forms/save-changes.test.ts",
  },
  {
    rule: "nothing is deployed behind a removal",
    file: "api/src/releases/deployments/enqueue.store.ts",
    guard: ', ne(resource.state, "removing")',
    without: "",
    noticedBy: "api/src/resources/applications/removal-races.test.ts",
    named: "a deployment never waits",
  },
  {
    rule: "nothing is restarted behind a removal",
    file: "api/src/releases/deployments/operate-resource.ts",
    guard: "    ifChanged(db),\n",
    without: "",
    noticedBy: "api/src/resources/applications/removal-races.test.ts",
    named: "a restart never waits",
  },
  {
    rule: "an application of which a runner began something in the instant of its removal keeps its row until it is removed",
    file: "api/src/resources/resources.store.ts",
    guard: "AND job.subject_id = ${id} AND job.attempt > 0)`",
    without: "AND job.subject_id = ${id} AND job.attempt > 99)`",
    noticedBy: "api/src/resources/applications/removal-races.test.ts",
    named: "asked for and begun",
  },
  {
    rule: "of two servers that are added for one machine at the same moment one is made, and the other is told",
    file: "api/src/places/servers/create-server.ts",
    guard: "await refusing({ unique: twinRefused }, write);",
    without: "await write();",
    noticedBy: "api/src/places/servers/twins.test.ts",
  },
  {
    rule: "a server that moves to an address that another one takes at the same moment is told",
    file: "api/src/places/servers/update-server.ts",
    guard: "await refusing({ unique: twinRefused }, write);",
    without: "await write();",
    noticedBy: "api/src/places/servers/twins.test.ts",
  },
  {
    rule: "a server that was made for the machine of another one says so until one of them moves",
    file: "api/src/places/servers/to-server-view.ts",
    guard: "extras.twins.get(server.id) ?? null",
    without: "null",
    noticedBy: "api/src/places/servers/twins.test.ts",
  },
];
