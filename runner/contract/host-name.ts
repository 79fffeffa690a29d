import tr46 from "tr46";
import * as v from "valibot";
import { HostName } from "./grammar.ts";
import { hasYoungLetter } from "./young-letters.ts";

/**
 * The one judge of host names, asked by the control plane when a name is typed and by the runner before it is served. What is typed in
 * letters follows UTS 46 without transitional processing. Of a label that is encoded already (`xn--`) only good encoding is asked:
 * registries sold names under older rules, and those are served as well.
 */
const rules = {
  checkBidi: true,
  // `ab--cd` is in use; a hyphen at an end is refused by the grammar.
  checkHyphens: false,
  checkJoiners: true,
  useSTD3ASCIIRules: false,
  verifyDNSLength: false,
  transitionalProcessing: false,
  ignoreInvalidPunycode: false,
} as const;

export type JudgedHost = { host: string } | { refusal: string };

/** A name in any script, `*.` before it or not, as stored: lower-case A-labels. A final dot is dropped. */
export function judgeHostName(typed: string): JudgedHost {
  const [, wildcard = "", name = ""] = typed.match(/^(\*\.)?(.*)$/s) ?? [];
  const labels = name
    .replace(/[。．｡]/g, ".")
    .replace(/\.$/, "")
    .split(".");
  const judged = labels.map(judgeLabel);
  const refused = judged.find((each) => "refusal" in each);
  if (refused) return refused;
  const host = wildcard + judged.map((each) => ("label" in each ? each.label : "")).join(".");
  // Browsers take whatever ends in a number for an address.
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(host)) return { refusal: "must be a host name, not an address" };
  const parsed = v.safeParse(HostName, host);
  if (!parsed.success) return { refusal: parsed.issues[0].message };
  if (!keepsDirections(labels)) return { refusal: "mixes writing directions in a way that host names may not" };
  return { host };
}

/** Why a stored name cannot be served; undefined: it can. */
export function refuseHostName(host: string): string | undefined {
  const judged = judgeHostName(host);
  if ("refusal" in judged) return judged.refusal;
  return judged.host === host ? undefined : `must be written ${judged.host}`;
}

/**
 * Why no certificate can be had for a name that is served otherwise; undefined: nothing stands in the way. Authorities and newer proxies
 * hold a name to the letter of today's rules, know no letters younger than their tables, and take no other hyphens in the third and fourth
 * place than those of an encoding.
 */
export function refuseCertificate(host: string): string | undefined {
  const name = host.replace(/^\*\./, "");
  if (!isUncertified(name)) return undefined;
  const label = name.split(".").find(isUncertified) ?? name;
  return `"${shown(label)}" is a name that no certificate can be had for`;
}

function isUncertified(name: string): boolean {
  const { domain, error } = tr46.toUnicode(name, { ...rules, checkHyphens: true, useSTD3ASCIIRules: true });
  return error || hasYoungLetter(domain);
}

type JudgedLabel = { label: string } | { refusal: string };

function judgeLabel(typed: string): JudgedLabel {
  if (/^xn--/i.test(typed)) return judgeEncoded(typed.toLowerCase());
  const label = tr46.toASCII(typed, rules);
  if (label !== null) return { label };
  const reason = reasons.find(([without]) => tr46.toASCII(typed, { ...rules, ...without }) !== null)?.[1];
  return { refusal: `"${shown(typed)}" ${reason ?? "holds characters that host names may not have"}` };
}

const reasons = [
  [{ checkBidi: false }, "mixes writing directions in a way that host names may not"],
  [{ checkJoiners: false }, "holds an invisible joiner where none may be"],
] as const;

function judgeEncoded(label: string): JudgedLabel {
  const { domain } = tr46.toUnicode(label, rules);
  // What cannot be decoded comes back as it went in; what decodes to plain letters was never encoded by any rule.
  const isEncoded = !domain.startsWith("xn--") && [...domain].some((letter) => letter > "\u007f");
  return isEncoded
    ? { label }
    : { refusal: `"${shown(label)}" starts with xn-- but is no valid encoding of a name; type it in its own letters` };
}

/** In a name that holds a label from right to left, all labels follow the rule for both directions. */
function keepsDirections(labels: readonly string[]): boolean {
  const letters = labels.filter((label) => !/^xn--/i.test(label));
  return letters.length === 0 || tr46.toASCII(letters.join("."), rules) !== null;
}

const shown = (label: string) => label.slice(0, 63);
