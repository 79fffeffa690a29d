import type { Finding } from "./finding.ts";
import type { Module } from "./module.ts";

const allowComment = /^\s*allow ([a-z-]+): (.+)/;
const shortestReason = 20;

export interface Judged {
  findings: Finding[];
  /** How many findings a reasoned exception covers. */
  excepted: number;
}

/**
 * Drops findings under a `// allow <rule>: <reason>` comment on the same line or the line above.
 * An exception without a real reason, or one that covers nothing any more, is itself a finding.
 */
export function applyExceptions(findings: Finding[], modules: Module[]): Judged {
  const exceptions = modules.flatMap(exceptionsOf);
  const covers = (exception: Exception, finding: Finding) =>
    exception.rule === finding.rule && exception.path === finding.path && exception.lines.includes(finding.line);
  const kept = findings.filter((finding) => !exceptions.some((exception) => covers(exception, finding)));
  const complaints = exceptions.flatMap((exception): Finding[] => {
    const isUsed = findings.some((finding) => covers(exception, finding));
    const message = isUsed
      ? shortReason(exception)
      : `nothing here breaks ${exception.rule} any more; delete the comment`;
    return message ? [{ path: exception.path, line: exception.line, rule: "exceptions", message }] : [];
  });
  return { findings: [...kept, ...complaints], excepted: findings.length - kept.length };
}

interface Exception {
  path: string;
  line: number;
  lines: number[];
  rule: string;
  reason: string;
}

const shortReason = ({ reason }: Exception): string | undefined =>
  reason.trim().length < shortestReason ? "an exception needs its reason in words" : undefined;

function exceptionsOf(module: Module): Exception[] {
  return module.comments.flatMap((comment) => {
    const match = comment.value.match(allowComment);
    if (!match?.[1] || !match[2]) return [];
    const line = module.lineOf(comment.start);
    return [{ path: module.path, line, lines: [line, line + 1], rule: match[1], reason: match[2] }];
  });
}
