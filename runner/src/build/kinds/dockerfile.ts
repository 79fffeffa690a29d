import type { BuildOf } from "../../../contract/index.ts";
import { frontendWarning } from "../../plan/frontend-warning.ts";
import { type Builder, type BuildPlace, commitArgument } from "../builder.ts";
import { readBuildkitVersion } from "../buildkit-version.ts";
import { buildDockerfile } from "../dockerfile.ts";
import { declaredArguments } from "../dockerfile-text/declared-arguments.ts";
import { type ParsedDockerfile, parseDockerfile } from "../dockerfile-text/parse.ts";
import { secretArguments } from "../dockerfile-text/refuse-secret-arguments.ts";

const maxDockerfileBytes = 1_048_576;

export const dockerfile: Builder<BuildOf<"dockerfile">> = async ({ dockerfile: path, target, noCache }, at) => {
  const { host, tree, run, request } = at;
  const text = (await tree.readFile(path, { maxBytes: maxDockerfileBytes }))?.toString("utf8") ?? "";
  const parsed = parseDockerfile(text);
  const buildArgs = askedFor(at, { dockerfile: path, parsed });
  const warning = parsed.syntax === null ? undefined : frontendWarning(parsed.syntax, await readBuildkitVersion(host));
  if (warning) request.warn(warning);
  return buildDockerfile(host, {
    tree,
    settings: { dockerfile: path, target, noCache },
    run: { ...run, buildArgs },
  });
};

/**
 * The arguments that a Dockerfile asks for: the commit, and the variables that may be one. A secret that must not is never sent; that it was asked
 * for is told before anything is built.
 */
function askedFor(
  { request: { spec, log }, run: { secrets: values }, commit }: BuildPlace,
  { dockerfile, parsed }: { dockerfile: string; parsed: ParsedDockerfile },
): Record<string, string> {
  const declared = declaredArguments(parsed);
  const asked = declared.filter(({ name }) => Object.hasOwn(values, name));
  const rules = new Map(spec.env.map(({ key, argument }) => [key, argument]));
  const refused = asked.filter(({ name }) => rules.get(name) === "refused");
  if (refused.length > 0) throw secretArguments(dockerfile, refused);
  for (const { name, line } of asked.filter((each) => rules.get(each.name) === "warned"))
    log.say(`Warning: ${dockerfile}:${line} takes the secret ${name} by ARG: the image's history shows its value.`);
  const knowsCommit = declared.some(({ name }) => name === commitArgument);
  return {
    ...Object.fromEntries(asked.map(({ name }) => [name, values[name] ?? ""])),
    ...(knowsCommit ? { [commitArgument]: commit } : {}),
  };
}
