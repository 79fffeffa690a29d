type Forge = keyof typeof paths;
export type ForgeLinks = { repository: string; commit: (sha: string) => string; branch: (name: string) => string };

/** Where a forge shows a commit and a branch. */
const paths = {
  github: { commit: "commit", branch: "tree" },
  gitlab: { commit: "-/commit", branch: "-/tree" },
  gitea: { commit: "commit", branch: "src/branch" },
  bitbucket: { commit: "commits", branch: "src" },
} as const;
const isForge = (name: string | null): name is Forge => name !== null && name in paths;

/** Forges that are known by where they live, for a repository without a source. */
const known: [host: string, forge: Forge][] = [
  ["github.com", "github"],
  ["gitlab.com", "gitlab"],
  ["bitbucket.org", "bitbucket"],
  ["codeberg.org", "gitea"],
  ["gitea.com", "gitea"],
];

/** Pages of a repository at its forge; undefined where none is known, such as a bare server that is reached by SSH. */
export function forgeLinks(repositoryUrl: string, forge: string | null): ForgeLinks | undefined {
  const url = webAddress(repositoryUrl);
  if (!url) return undefined;
  const kind = isForge(forge) ? forge : known.find(([host]) => host === url.host)?.[1];
  if (!kind) return undefined;
  const repository = `${url.origin}${url.pathname}`;
  const { commit, branch } = paths[kind];
  return {
    repository,
    commit: (sha) => `${repository}/${commit}/${encodeURIComponent(sha)}`,
    branch: (name) => `${repository}/${branch}/${name.split("/").map(encodeURIComponent).join("/")}`,
  };
}

/** `git@host:owner/name.git` and `ssh://git@host/owner/name.git` are shown by the same host over https. */
function webAddress(address: string): URL | null {
  const scp = /^(?:[^@/\s]{1,100}@)([^:/\s]{1,255}):(?!\/)(.{1,1000})$/.exec(address);
  const url = URL.parse(scp ? `https://${scp[1]}/${scp[2]}` : address);
  if (!url || !["https:", "http:", "ssh:"].includes(url.protocol)) return null;
  const path = url.pathname.replace(/\.git\/?$|\/$/, "");
  const isSsh = url.protocol === "ssh:";
  return URL.parse(`${isSsh ? "https:" : url.protocol}//${isSsh ? url.hostname : url.host}${path}`);
}
