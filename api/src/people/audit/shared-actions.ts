// pure

import { type ResourceKindName, resourceKindNames, resourceKinds } from "@fairlead/runner/contract";

/** What is done to every kind of resource was written as of applications by version 0.1.0, and entries are never written anew. */
const ofFirstVersion = ["delete", "forget", "restart", "start", "stop"].map((verb) => `application.${verb}`);

/** All actions, or those that begin so; of the things whose ids begin so, when that is told. */
export type ActionMatch = { action: string; isBeginning: boolean; targets?: string };

const isKind = (word: string): word is ResourceKindName => resourceKindNames.some((name) => name === word);

/**
 * What is meant by an action, or by its first half with the point: `resource.stop` also those of the first version; `application.stop`
 * and `application.` also what was done to applications as to every kind.
 */
export function meantBy(action: string): ActionMatch[] {
  const [subject = "", verb = ""] = action.split(".");
  const isBeginning = verb === "";
  const asked = { action, isBeginning };
  if (isKind(subject))
    return [asked, { action: `resource.${verb}`, isBeginning, targets: `${resourceKinds[subject]}_` }];
  if (subject !== "resource") return [asked];
  const older = ofFirstVersion.filter((each) => isBeginning || each === `application.${verb}`);
  return [asked, ...older.map((each) => ({ action: each, isBeginning: false }))];
}
