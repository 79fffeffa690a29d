import { posix } from "node:path";
import type { Finding } from "./finding.ts";

export interface RepositoryFacts {
  /** Every tracked file and every folder that holds one, relative to the root. */
  paths: ReadonlySet<string>;
  /** Names under "scripts" in the root package.json. */
  scripts: ReadonlySet<string>;
}

const topFolders = /^(api|db|runner|ui|test|scripts|docs|templates|\.ci)\//;
const placeholder = /[<>*{}…$]|\.\.\./;
const builtinScripts = new Set(["install", "run", "start", "test", "exec", "ci", "x", "dlx", "add", "store"]);

/** A document that names a path or a script of this repository names one that exists. */
export function docReferences(path: string, text: string, facts: RepositoryFacts): Finding[] {
  return text.split("\n").flatMap((content, index) => {
    const broken = [...deadLinks(path, content, facts), ...deadPaths(content, facts), ...deadScripts(content, facts)];
    return broken.map((message) => ({ path, line: index + 1, rule: "doc-references", message }));
  });
}

function deadLinks(path: string, line: string, { paths }: RepositoryFacts): string[] {
  return [...line.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    const file = decodeURIComponent(target.replace(/#.*$/, ""));
    if (file === "" || /^[a-z]+:/i.test(file)) return [];
    const resolved = file.startsWith("/") ? file.slice(1) : posix.join(posix.dirname(path), file);
    return paths.has(resolved.replace(/\/$/, "")) ? [] : [`the link to ${target} leads nowhere`];
  });
}

function deadPaths(line: string, { paths }: RepositoryFacts): string[] {
  return [...line.matchAll(/`([^`\s]+)`/g)].flatMap(([, token = ""]) => {
    const file = token.replace(/[:#].*$/, "").replace(/\/$/, "");
    if (!topFolders.test(`${file}/`) || !file.includes("/") || placeholder.test(file)) return [];
    return paths.has(file) ? [] : [`${file} does not exist`];
  });
}

function deadScripts(line: string, { scripts }: RepositoryFacts): string[] {
  return [...line.matchAll(/\b(?:npm run|pnpm(?: run)?) ([a-z][\w:-]*)/g)].flatMap(([, name = ""]) =>
    scripts.has(name) || builtinScripts.has(name) ? [] : [`package.json has no script "${name}"`],
  );
}
