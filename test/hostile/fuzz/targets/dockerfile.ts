import type { Random } from "../../../../api/src/testing/random.ts";
import { declaredArguments } from "../../../../runner/src/build/dockerfile-text/declared-arguments.ts";
import { markEnvironment } from "../../../../runner/src/build/dockerfile-text/mark-environment.ts";
import { parseDockerfile } from "../../../../runner/src/build/dockerfile-text/parse.ts";
import { secretSteps } from "../../../../runner/src/build/dockerfile-text/secret-steps.ts";
import { compileDockerignore } from "../../../../runner/src/build/ignore/dockerignore.ts";
import { readIgnoreFile } from "../../../../runner/src/build/ignore/read-ignore-file.ts";
import { treeOf } from "../../../../runner/src/build/testing/tree-of.ts";
import { frontendWarning } from "../../../../runner/src/plan/frontend-warning.ts";
import { aWord, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const dockerfiles = [
  "# syntax=docker/dockerfile:1\nFROM node:24 AS build\nARG TOKEN=x\nRUN --mount=type=secret,id=KEY,env=KEY npm ci\n",
  "# escape=`\nFROM alpine\nRUN <<EOF cat\nARG NO\nEOF\nONBUILD ARG A B=\"c d\" C='\\\n'\n",
  "FROM scratch\nRUN --mount=type=secret,id=a \\\n  # a remark\n  --mount=type=bind,target=/x true\nCOPY <<-'A' <<B /x/\na\nA\nb\nB\n",
];
const ignores = ["node_modules\n!node_modules/keep/**\n*.log\n/a/*/b\n[!a-z]?x\n\\#x\n", "**\n!src/**/[a-\\]]*\n"];
const paths = ["node_modules/keep/x", "a/b/b", "src/x/a.ts", "Dockerfile", "x".repeat(300), "a/".repeat(60)];

const mutated = (random: Random, texts: readonly string[]) =>
  random.chance(0.1) ? someBytes(random, 400) : mutateBytes(random, Buffer.from(random.pick(texts) ?? ""));

function readDockerfile(random: Random): void {
  const bytes = mutated(random, dockerfiles);
  const parsed = parseDockerfile(bytes.toString("utf8"));
  const lines = bytes.toString("utf8").split("\n").length;
  const strange = declaredArguments(parsed).find(({ line }) => line < 1 || line > lines);
  if (strange) throw new TypeError(`${strange.name} stands on line ${strange.line} of ${lines}`);
  secretSteps(parsed);
  frontendWarning(parsed.syntax, aWord(random));
  frontendWarning(parsed.syntax, `v${random.below(3)}.${random.below(40)}.1-${aWord(random)}`);
}

function markDockerfile(random: Random): void {
  const run = {
    tag: "x",
    labels: {},
    buildArgs: {},
    secrets: { KEY: "value" },
    digest: "0".repeat(64),
    registries: [],
    proxy: null,
    onEvent: () => undefined,
    signal: AbortSignal.abort(),
  };
  markEnvironment(mutated(random, dockerfiles), run);
}

async function ignoreFiles(random: Random): Promise<void> {
  const tree = treeOf({ ".dockerignore": mutated(random, ignores) });
  const isIgnored = compileDockerignore(await readIgnoreFile(tree, [".dockerignore"]), ["Dockerfile"]);
  for (const path of [...paths, aWord(random).slice(0, 400)]) isIgnored(path);
  if (isIgnored("Dockerfile")) throw new TypeError("the Dockerfile is left out");
}

/** What a repository says of its own build, whoever may push to it. */
export const dockerfile: Target = {
  name: "dockerfile",
  title: "the texts of Dockerfiles and of .dockerignore files",
  reads: [
    "runner/src/build/dockerfile-text/declared-arguments.ts",
    "runner/src/build/dockerfile-text/mark-environment.ts",
    "runner/src/build/dockerfile-text/parse.ts",
    "runner/src/build/dockerfile-text/secret-steps.ts",
    "runner/src/build/ignore/read-ignore-file.ts",
    "runner/src/build/ignore/read-patterns.ts",
    "runner/src/plan/frontend-warning.ts",
  ],
  cases: 800,
  async tryOne(random) {
    const kind = random.pick(["read", "marked", "ignored"] as const) ?? "read";
    if (kind === "read") readDockerfile(random);
    if (kind === "marked") markDockerfile(random);
    if (kind === "ignored") await ignoreFiles(random);
    return kind;
  },
};
