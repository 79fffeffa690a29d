import { readAdvisories } from "./advisories/advisory-list.ts";
import { judgeAdvisories, noteOf } from "./advisories/judge-advisories.ts";
import { lockedPackages } from "./advisories/locked-packages.ts";
import { docReferences } from "./doc-references.ts";
import { applyExceptions } from "./exceptions.ts";
import { type Finding, sortFindings } from "./finding.ts";
import { type Module, parseModule } from "./module.ts";
import { readWorstCases, worstCasesPath } from "./patterns/worst-cases.ts";
import { pins } from "./pins.ts";
import { reasons, reasonsPath } from "./reasons.ts";
import { listFiles, readText, sourcePaths, withFolders } from "./repository.ts";
import { lostGoals, review } from "./review/review.ts";
import type { Rule } from "./rule.ts";
import { arrows } from "./rules/arrows.ts";
import { casts } from "./rules/casts.ts";
import { namedExports } from "./rules/exports.ts";
import { floorsHold } from "./rules/floors.ts";
import { libraryHomes } from "./rules/library-homes.ts";
import { noIo } from "./rules/no-io.ts";
import { oneCommit } from "./rules/one-commit.ts";
import { patternsAmong } from "./rules/patterns.ts";
import { rawHtml } from "./rules/raw-html.ts";
import { routesAskVerbs } from "./rules/routes-ask-verbs.ts";
import { secretOpeners } from "./rules/secret-openers.ts";
import { shellStrings } from "./rules/shell-strings.ts";
import { sizes } from "./rules/sizes.ts";
import { stepNames } from "./rules/step-names.ts";
import { targetDoor } from "./rules/target-door.ts";
import { testRoomsHold } from "./rules/test-rooms.ts";
import { tests } from "./rules/tests.ts";
import { verbs } from "./rules/verbs.ts";
import { wholeFiles } from "./rules/whole-files.ts";
import { words } from "./rules/words.ts";

/** The names `pnpm check` prints, each with the rules it stands for. */
const moduleRules: Record<string, Rule[]> = {
  boundaries: [
    arrows,
    floorsHold,
    noIo,
    libraryHomes,
    oneCommit,
    routesAskVerbs,
    secretOpeners,
    stepNames,
    targetDoor,
    testRoomsHold,
    verbs,
  ],
  "shell strings": [shellStrings],
  "patterns known": [patternsAmong(readWorstCases(), { path: worstCasesPath })],
  "raw HTML": [rawHtml],
  "whole files": [wholeFiles],
  "types by force": [casts, namedExports],
  sizes: [sizes],
  "words and tests": [words, tests],
};

export interface RuleReport {
  name: string;
  note?: string;
  findings: Finding[];
  excepted: number;
}

/** Reads the repository and runs every rule of ours over it. */
export function runRules(): RuleReport[] {
  const files = listFiles();
  const { modules, broken } = parseAll(sourcePaths(files));
  const found = Object.entries(moduleRules).map(([name, rules]) => ({
    name,
    findings: rules.flatMap((rule) => rule(modules)),
  }));
  const judged = applyExceptions(
    found.flatMap((each) => each.findings),
    modules,
  );
  const reports = found.map(({ name, findings }): RuleReport => {
    const kept = findings.filter((finding) => judged.findings.includes(finding));
    return { name, findings: sortFindings(kept), excepted: findings.length - kept.length };
  });
  const ofComments = judged.findings.filter((finding) => finding.rule === "exceptions");
  return [
    { name: "exceptions", findings: [...broken, ...sortFindings(ofComments)], excepted: 0 },
    ...reports,
    { name: "review", findings: lostGoals(review(modules, { files, readText })), excepted: 0 },
    { name: "documents", findings: checkDocuments(files), excepted: 0 },
    { name: "exact pins", findings: checkPins(files), excepted: 0 },
    { name: "reasons", findings: checkReasons(files), excepted: 0 },
    checkAdvisories(),
  ];
}

function parseAll(paths: string[]): { modules: Module[]; broken: Finding[] } {
  const modules: Module[] = [];
  const broken: Finding[] = [];
  for (const path of paths) {
    try {
      modules.push(parseModule(path, readText(path)));
    } catch (error) {
      broken.push({ path, line: 1, rule: "parse", message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { modules, broken };
}

function checkDocuments(files: string[]): Finding[] {
  const scripts = new Set(Object.keys(JSON.parse(readText("package.json")).scripts));
  const facts = { paths: withFolders(files), scripts };
  const documents = files.filter((path) => path.endsWith(".md") && !path.startsWith("test/fixtures/"));
  return documents.flatMap((path) => docReferences(path, readText(path), facts));
}

function checkAdvisories(): RuleReport {
  const list = readAdvisories();
  const findings = judgeAdvisories(lockedPackages(readText("pnpm-lock.yaml")), list);
  return { name: "advisories", findings, excepted: 0, note: noteOf(list) };
}

const manifestsAmong = (files: string[]) =>
  files
    .filter((path) => /(^|\/)package\.json$/.test(path) && !path.startsWith("test/fixtures/"))
    .map((path) => ({ path, text: readText(path) }));

const checkPins = (files: string[]): Finding[] => manifestsAmong(files).flatMap(({ path, text }) => pins(path, text));

const checkReasons = (files: string[]): Finding[] => reasons(manifestsAmong(files), readText(reasonsPath));
