/** One broken rule at one place. `line` counts from 1; `message` says what is wrong and where the thing belongs. */
export interface Finding {
  path: string;
  line: number;
  rule: string;
  message: string;
}

export const formatFinding = (finding: Finding): string =>
  `${finding.path}:${finding.line} ${finding.rule}: ${finding.message}`;

export function sortFindings(findings: Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}
