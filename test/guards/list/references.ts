import type { Guard } from "../guard.ts";

const references = "api/src/resources/variables/references.test.ts";
const released = "api/src/releases/changes/references.test.ts";

/** That a text which refers brings nothing that nobody may read, and never leads nowhere or round. */
export const guards: Guard[] = [
  {
    rule: "a text refers to resources of its own environment alone",
    file: "api/src/resources/variables/references.store.ts",
    guard: ") = ${environmentId}`",
    without: ") IS NOT ''`",
    noticedBy: references,
    named: "has gone to another environment",
  },
  {
    rule: "a reference that would lead back to itself is not saved",
    file: "api/src/resources/variables/judge-references.ts",
    guard: 'if (problem?.kind === "cycle")',
    without: 'if (problem?.kind === "too-long")',
    noticedBy: references,
    named: "lead back over others",
  },
  {
    rule: "a circle of references that was saved ends when it is put together",
    file: "api/src/rules/resolve-variable.ts",
    guard: "if (path.some(({ id }) => id === variable.id))",
    without: "if (path.length > 1_000)",
    noticedBy: references,
    named: "saved at once into a circle",
  },
  {
    rule: "no text grows without end by what it refers to",
    file: "api/src/rules/resolve-variable.ts",
    guard: "if (whole.length > maxValueBytes)",
    without: "if (whole.length > 50 * maxValueBytes)",
    noticedBy: "api/src/rules/resolve-variable.test.ts",
    named: "grows without end",
  },
  {
    rule: "what is made of a secret is a secret to a release",
    file: "api/src/resources/releasing/release-rows.store.ts",
    guard: "isSecret: isSecretWithin(referred.graph, each)",
    without: "isSecret: each.isSecret",
    noticedBy: released,
    named: "out of its arguments",
  },
  {
    rule: "no secret is shown beside a text that refers to it",
    file: "api/src/resources/variables/look-around.ts",
    guard: "const isShown = !isSecret && ",
    without: "const isShown = ",
    noticedBy: references,
    named: "with what each part of it means",
  },
  {
    rule: "what a text refers to is shown to whoever may read it there",
    file: "api/src/resources/variables/look-around.ts",
    guard: ' && may(actor, "value.view", placeOf(target))',
    without: "",
    noticedBy: references,
    named: "no text and no value",
  },
  {
    rule: "a variable that others refer to is not deleted",
    file: "api/src/resources/variables/delete-variable.ts",
    guard: "  await refuseReferred(",
    without: "  if (key === undefined) await refuseReferred(",
    noticedBy: references,
    named: "a variable, with who refers to it",
  },
  {
    rule: "a resource that others refer to is not removed",
    file: "api/src/releases/removal/remove-resource.ts",
    guard: "  await refuseReferredResource(db, teamId, id);\n",
    without: "",
    noticedBy: references,
    named: "a variable, with who refers to it",
  },
];
