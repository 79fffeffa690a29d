import { beginningAndEnd } from "../../contract/index.ts";
import { outOfReachWords, type Trouble } from "../reach/door.ts";
import { type GitFailure, gitFailures } from "./git-failures.ts";
import { SourceFault } from "./source-fault.ts";

/** Names what kept git from a host. Of one that is out of reach nothing is told but that. Pure. */
export function explainTrouble(what: string, trouble: Trouble): SourceFault {
  if (trouble.kind === "out-of-reach")
    return new SourceFault("address-refused", { ...outOfReachWords(trouble.error), evidence: [] });
  return new SourceFault("unreachable", {
    sentence: `${what} cannot be reached from the runner.`,
    evidence: [trouble.detail.slice(0, 300)],
    nextAction: "Check the host name, the forge's status page, and the runner's network and outbound proxy.",
  });
}

/** Names the cause of a failed git command from its words. Pure. */
export function explainGitFailure(failure: GitFailure): SourceFault {
  const { what, exitCode } = failure;
  const stderr = beginningAndEnd(failure.stderr);
  const evidence = linesOf(stderr);
  const rule = gitFailures.find(({ pattern }) => pattern.test(stderr));
  if (rule) {
    return new SourceFault(rule.reason, {
      sentence: rule.sentence(what),
      evidence,
      nextAction: rule.nextAction(failure),
    });
  }
  return new SourceFault("git-failed", {
    sentence: `git failed on ${what}${exitCode === null ? "" : ` with exit code ${exitCode}`}.`,
    evidence,
    nextAction: "Read git's words above. If they make no sense, report this with the job's log.",
  });
}

/** True when the mirror itself is broken, so that making it anew may help. */
export const isCorruptMirror = (stderr: string) =>
  /not a git repository|object file .{0,300} is empty|loose object .{0,300} is corrupt|pack.{0,300} is (corrupt|far too short)|inflate: data stream error|bad (tree|blob) object|missing (tree|blob|commit)|invalid (index-pack|shallow)|unable to read tree|\.lock': file exists/i.test(
    beginningAndEnd(stderr),
  );

/** True when the server knows the commit perhaps, but does not hand it out by its id. */
export const refusesBareCommit = (stderr: string) =>
  /unadvertised object|not our ref|couldn't find remote ref [0-9a-f]{40}|no such remote ref/i.test(
    beginningAndEnd(stderr),
  );

const linesOf = (stderr: string) =>
  stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-6)
    .map((line) => line.slice(0, 300));
