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
];
