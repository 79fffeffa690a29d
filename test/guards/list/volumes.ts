import type { Guard } from "../guard.ts";

/** That files of applications are nobody else's, and are removed by nothing but their own name. */
export const guards: Guard[] = [
  {
    rule: "a volume is removed by its own team and id alone",
    file: "runner/src/drivers/docker/volumes.ts",
    guard: 'if (there.owner?.team !== owner.team || there.owner.volume !== volume.id) return "not-ours";',
    without: "",
    noticedBy: "runner/src/drivers/docker/docker.test.ts",
    named: "only its own team removes it",
  },
  {
    rule: "a release command only reads volumes",
    file: "runner/src/drivers/docker/render.ts",
    guard: '(each.Type !== "tmpfs" ? { ...each, ReadOnly: true } : each)',
    without: "each",
    noticedBy: "runner/src/drivers/docker/render.test.ts",
    named: "only reads the volumes",
  },
  {
    rule: "a volume with another's labels is not mounted",
    file: "runner/src/plan/judge-mounts.ts",
    guard: "if (!isForeign) return undefined;",
    without: "return undefined;",
    noticedBy: "runner/src/plan/judge-mounts.test.ts",
    named: "with a volume of another team",
  },
  {
    rule: "two that ask to write a volume in one instant do not both get it",
    file: "api/src/resources/applications/refuse-claims.ts",
    guard: "...(claims.isMounting ? volumesStayFree(db, teamId, claims) : []),",
    without: "",
    noticedBy: "api/src/resources/volumes/volume-races.test.ts",
    named: "two saves in one instant",
  },
  {
    rule: "a volume that somebody mounts in this instant stays out of the trash",
    file: "api/src/resources/volumes/volumes.store.ts",
    guard: 'WHERE ${application.teamId} = ${teamId} AND ${mount("volume")} = ${id})`',
    without: "WHERE false)`",
    noticedBy: "api/src/resources/volumes/volume-races.test.ts",
    named: "the trash and a save",
  },
  {
    rule: "what is in a file belongs to its own resource",
    file: "api/src/resources/files/files.store.ts",
    guard:
      "and(inArray(file.id, [...ids]), eq(unindexed(file.resourceId), resourceId), eq(unindexed(file.teamId), teamId));",
    without: "and(inArray(file.id, [...ids]), eq(unindexed(file.teamId), teamId), eq(file.teamId, teamId));",
    noticedBy: "api/src/resources/files/files.test.ts",
    named: "is found only at its own resource",
  },
  {
    rule: "whoever looks into a file is written down first",
    file: "api/src/resources/files/read-file.ts",
    guard: 'await runBatch(deps.db, [auditStatement(deps, actor, { action: "file.reveal", target: id, detail })]);',
    without: "void detail;",
    noticedBy: "api/src/resources/files/files.test.ts",
    named: "shown only with an entry of who looked",
  },
  {
    rule: "what is in a file is only for who may see secrets",
    file: "api/src/resources/files/read-file.ts",
    guard: 'await allowOn(actor, "value.secrets", locateResource(deps.db, actor.teamId, resourceId));',
    without: "",
    noticedBy: "api/src/resources/files/files.test.ts",
    named: "is nothing to who may not see secrets",
  },
  {
    rule: "what an earlier deployment names is kept",
    file: "api/src/work/retention/rows.store.ts",
    guard: "AND (d.created_at <= f.unused_since + 3600000 OR d.rollback_of IS NOT NULL))",
    without: "AND false)",
    noticedBy: "api/src/resources/files/files.test.ts",
    named: "leaves what a kept deployment names",
  },
];
