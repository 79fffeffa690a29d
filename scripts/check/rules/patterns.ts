import type { Finding } from "../finding.ts";
import { findPatterns, readsForeignText } from "../patterns/find-patterns.ts";
import { textOf, type WorstCases } from "../patterns/pattern.ts";
import type { Rule } from "../rule.ts";

/** Every regular expression that meets foreign text is known, and so is the text on which it works hardest. */
export const patternsAmong =
  (registered: WorstCases, { path }: { path: string }): Rule =>
  (modules) => {
    const searches = modules.filter((module) => readsForeignText(module.path)).map(findPatterns);
    const patterns = searches.flatMap((each) => each.patterns);
    const missing = patterns
      .filter((each) => (registered[textOf(each)] ?? []).length === 0)
      .map((each): Finding => {
        const message = `nobody has told the worst case of ${textOf(each)}; \`npm run patterns\` proposes one, look whether a harder exists`;
        return { path: each.path, line: each.line, rule: "patterns", message };
      });
    const used = new Set(patterns.map(textOf));
    const stale = Object.keys(registered)
      .filter((text) => !used.has(text))
      .map((text): Finding => ({ path, line: 1, rule: "patterns", message: `${text} is no pattern any more` }));
    return [...searches.flatMap((each) => each.findings), ...missing, ...stale];
  };
