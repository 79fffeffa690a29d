// pure

import { environmentArgument } from "./dockerfile-text/secret-steps.ts";

/** What a static site is made of. Paths are relative to the build context; `command` is null when the files are already there. */
export type StaticSite = {
  directory: string;
  spaFallback: boolean;
  command: string | null;
  builderImage: string | null;
  /** Names the command may read from its environment; the values travel beside. */
  buildArgNames: readonly string[];
  secretNames: readonly string[];
};

/** What a static site listens on unless the application's port says otherwise; it is told by PORT like every application. */
const staticPort = 80;
const defaultBuilderImage = "node:24-alpine";
/** Our own files in the context; a directory of that name in the repository is not served. */
export const dockerfilePath = ".fairlead/Dockerfile";
const caddyfilePath = ".fairlead/Caddyfile";

/** The Dockerfile and Caddyfile of a static site. Pure. */
export function renderStaticFiles(site: StaticSite): { path: string; content: string }[] {
  return [
    { path: dockerfilePath, content: renderDockerfile(site) },
    { path: caddyfilePath, content: renderCaddyfile(site) },
  ];
}

function renderDockerfile({ directory, command, builderImage, buildArgNames, secretNames }: StaticSite): string {
  const inner = directory === "." ? "" : `${directory}/`;
  const serve = [
    "FROM caddy:2",
    `COPY ${json([caddyfilePath, "/etc/caddy/Caddyfile"])}`,
    command === null
      ? `COPY ${json([inner || ".", "/srv/"])}`
      : `COPY --from=build ${json([`/app/${inner}`, "/srv/"])}`,
    `RUN ${json(["sh", "-ec", dropForeignLinks])}`,
    `EXPOSE ${staticPort}`,
  ];
  if (command === null) return lines(serve);
  const mounts = secretNames.map((name) => `--mount=type=secret,id=${name} `).join("");
  return lines([
    `FROM ${builderImage ?? defaultBuilderImage} AS build`,
    "WORKDIR /app",
    `COPY ${json([".", "."])}`,
    ...buildArgNames.map((name) => `ARG ${name}`),
    // Values of secrets are not in the key of the cache: with this, another value runs the command anew.
    ...(secretNames.length > 0 ? [`ARG ${environmentArgument}`] : []),
    // Exec form: the user's text is one JSON string, so nothing in it can end the instruction or begin another one.
    `RUN ${mounts}${json(["sh", "-ec", runWithSecrets, "sh", command, ...secretNames])}`,
    ...serve,
  ]);
}

/**
 * Older Docker cannot mount a secret as a variable, only as a file: this reads the files named by its arguments into variables and
 * runs the first one. The `x` keeps line breaks at the end, which `$()` would drop.
 */
const runWithSecrets = [
  "script=$1; shift",
  `for name do value=$(cat "/run/secrets/$name"; printf x); export "$name=\${value%x}"; done`,
  'exec sh -ec "$script"',
].join("; ");

/** What BuildKit calls the steps that are ours, in words of the site's settings. */
export const nameStaticStep =
  ({ command }: Pick<StaticSite, "command">) =>
  (step: string): string => {
    const [place = ""] = step.match(/^\[[^\]]*\]\s*/) ?? [];
    if (command !== null && step.includes(wrapperBegin)) return `${place}RUN ${command}`;
    return step.includes("find /srv -type l") ? `${place}leave out links that lead out of the site` : step;
  };
const wrapperBegin = "script=$1; shift";

/** The server follows links, also `passwd -> /etc/passwd`: what leads out of the site, or nowhere, is not published. */
const dropForeignLinks = [
  "find /srv -type l -exec sh -c",
  `'case "$(readlink -f "$1")" in /srv/*) ;; *) rm "$1" ;; esac'`,
  "sh {} \\;",
].join(" ");

function renderCaddyfile({ spaFallback }: StaticSite): string {
  return lines([
    "{",
    "\tadmin off",
    "\tauto_https off",
    "}",
    `:{$PORT:${staticPort}} {`,
    "\troot * /srv",
    "\tencode zstd gzip",
    // A page of a folder is asked for with a slash at the end, or its links would lead beside it.
    "\t@folder {",
    "\t\tnot path */ //*",
    "\t\tnot file {path} {path}.html",
    "\t\tfile {path}/index.html",
    "\t}",
    "\thandle @folder {",
    '\t\t@asked expression `{query} != ""`',
    "\t\tredir @asked {path}/?{query} 308",
    "\t\tredir {path}/ 308",
    "\t}",
    "\thandle {",
    `\t\ttry_files {path} {path}.html {path}/index.html${spaFallback ? " /index.html" : ""}`,
    "\t\tfile_server {",
    "\t\t\thide .git .fairlead .env .env.* .dockerignore",
    "\t\t}",
    "\t}",
    "\thandle_errors {",
    "\t\t@page file /404.html",
    "\t\thandle @page {",
    "\t\t\trewrite * /404.html",
    "\t\t\tfile_server",
    "\t\t}",
    "\t}",
    "}",
  ]);
}

/** JSON with every non-ASCII and shell-neutral form kept; Docker reads instruction arguments as JSON arrays. */
const json = (parts: readonly string[]) => JSON.stringify(parts);
const lines = (all: readonly string[]) => `${all.join("\n")}\n`;
