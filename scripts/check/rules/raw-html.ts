import type { Finding } from "../finding.ts";
import { eachModule } from "../rule.ts";

const raw = /\{\s*@html\b/;
const sink = /\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc)\b|\bdocument\.write\b/;

/** Whatever the interface shows is text: names, logs and messages come from strangers. */
export const rawHtml = eachModule(({ path, text }) => {
  if (!path.startsWith("ui/")) return [];
  return text.split("\n").flatMap((line, index): Finding[] => {
    const found = raw.test(line) ? "{@html}" : sink.exec(line)?.[0];
    const message = `${found} takes text for HTML; show it as text, or build it of elements`;
    return found === undefined ? [] : [{ path, line: index + 1, rule: "raw-html", message }];
  });
});
