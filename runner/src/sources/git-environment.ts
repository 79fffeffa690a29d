export type GitEnvironment = Readonly<Record<string, string | undefined>>;

/** Where git works, and what it gets of the runner's own environment. */
export type GitPlace = { folder: string; inherited: Readonly<Record<string, string>> };

const proxies = ["http_proxy", "https_proxy", "no_proxy", "all_proxy"];
const names = [
  "PATH",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "GIT_SSL_CAINFO",
  "GIT_SSL_CAPATH",
  ...proxies,
  ...proxies.map((name) => name.toUpperCase()),
];

/** Nothing else of the environment reaches git: not the runner's tokens, and no GIT_ variable that would change what git does. */
export function inheritedByGit(environment: GitEnvironment): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value ? [[name, value]] : [];
    }),
  );
}
