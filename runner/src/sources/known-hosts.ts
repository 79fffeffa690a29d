// pure

import type { ParsedGitUrl } from "./git-url.ts";

type Forge = { hosts: readonly string[]; keys: readonly string[] };

/**
 * Host keys the large forges publish, so that the first connection is already a checked one. The hosts with a port are their
 * ssh-over-443 doors. Sources: docs.github.com "GitHub's SSH key fingerprints", docs.gitlab.com "GitLab.com settings",
 * support.atlassian.com "Configure SSH for Bitbucket Cloud".
 */
const forges: readonly Forge[] = [
  {
    hosts: ["github.com", "[ssh.github.com]:443"],
    keys: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=",
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCj7ndNxQowgcQnjshcLrqPEiiphnt+VTTvDP6mHBL9j1aNUkY4Ue1gvwnGLVlOhGeYrnZaMgRK6+PKCUXaDbC7qtbW8gIkhL7aGCsOr/C56SJMy/BCZfxd1nWzAOxSDPgVsmerOBYfNqltV9/hWCqBywINIR+5dIg6JTJ72pcEpEjcYgXkE2YEFXV1JHnsKgbLWNlhScqb2UmyRkQyytRLtL+38TGxkxCflmO+5Z8CSSNY7GidjMIZ7Q4zMjA2n1nGrlTDkzwDCsw+wqFPGQA179cnfGWOWRVruj16z6XyvxvjJwbz0wQZ75XK5tKSb7FNyeIEs4TT4jk+S4dhPeAUC5y+bDYirYgM4GC7uEnztnZyaVWQ7B381AK4Qdrwt51ZqExKbQpTUNn+EjqoTwvqNj4kqx5QUCI0ThS/YkOxJCXmPUWZbhjpCg56i+2aB6CmK2JGhn57K5mj0MNdBXA4/WnwH6XoPWJzK5Nyu2zB3nAZp+S5hpQs+p1vN1/wsjk=",
    ],
  },
  {
    hosts: ["gitlab.com", "[altssh.gitlab.com]:443"],
    keys: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdf",
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFSMqzJeV9rUzU4kWitGjeR4PWSa29SPqJ1fVkhtj3Hw9xjLVXVYrU9QlYWrOLXBpQ6KWjbjTDTdDkoohFzgbEY=",
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCsj2bNKTBSpIYDEGk9KxsGh3mySTRgMtXL583qmBpzeQ+jqCMRgBqB98u3z++J1sKlXHWfM9dyhSevkMwSbhoR8XIq/U0tCNyokEi/ueaBMCvbcTHhO7FcwzY92WK4Yt0aGROY5qX2UKSeOvuP4D6TPqKF1onrSzH9bx9XUf2lEdWT/ia1NEKjunUqu1xOB/StKDHMoX4/OKyIzuS0q/T1zOATthvasJFoPrAjkohTyaDUz2LN5JoH839hViyEG82yB+MjcFV5MU3N1l1QL3cVUCh93xSaua1N85qivl+siMkPGbO5xR/En4iEY6K2XPASUEMaieWVNTRCtJ4S8H+9",
    ],
  },
  {
    hosts: ["bitbucket.org", "[altssh.bitbucket.org]:443"],
    keys: [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIazEu89wgQZ4bqs3d63QSMzYVa0MuJ2e2gKTKqu+UUO",
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPIQmuzMBuKdWeF4+a2sjSSpBK0iqitSQ+5BM9KhpexuGt20JpTVM7u5BDZngncgrqDMbWdxMWWOGtZ9UgbqgZE=",
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDQeJzhupRu0u0cdegZIa8e86EG2qOCsIsD1Xw0xSeiPDlCr7kq97NLmMbpKTX6Esc30NuoqEEHCuc7yWtwp8dI76EEEB1VqY9QJq6vk+aySyboD5QF61I/1WeTwu+deCbgKMGbUijeXhtfbxSxm6JwGrXrhBdofTsbKRUsrN1WoNgUa8uqN1Vx6WAJw1JHPhglEGGHea6QICwJOAr/6mrui/oB7pkaWKHj3z7d1IC4KWLtY47elvjbaTlkN04Kc/5LFEirorGYVbt15kAUlqGM65pk6ZBxtaO3+30LVlORZkxOh+LKL/BvbZ/iRNhItLqNyieoQj/uh/7Iv4uyH/cV/0b4WDSd3DptigWq84lJubb9t/DnZlrJazxyDCulTmKdOR7vs9gMTo+uoIrPSb8ScTtvw65+odKAlBj59dhnVp9zd7QUojOpXlL62Aw56U4oO+FALuevvMjiWeavKhJqlR7i5n9srYcrNV7ttmDw7kf/97P5zauIhxcjX+xHv4M=",
    ],
  },
];

/** Lines of a known_hosts file with the shipped keys of all forges. */
const shippedKnownHosts = forges.flatMap(({ hosts, keys }) =>
  hosts.flatMap((host) => keys.map((key) => `${host} ${key}`)),
);

/** The name under which ssh looks the key of a host up. */
export const knownHostName = ({ host, port }: ParsedGitUrl): string =>
  port === undefined || port === 22 ? host : `[${host}]:${port}`;

/** The lines, of those in a source's settings, that name this host; null: none does. */
export function linesNaming(parsed: ParsedGitUrl, knownHosts: string | null): string | null {
  const name = knownHostName(parsed);
  const named = linesOf(knownHosts).filter((line) =>
    (line.split(/\s/)[0] ?? "").toLowerCase().split(",").includes(name),
  );
  return named.length === 0 ? null : named.join("\n");
}

const linesOf = (knownHosts: string | null) =>
  (knownHosts ?? "").split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));

/**
 * The known_hosts file for one repository: the shipped keys, and those from the source's settings under exactly the name ssh will look
 * for. The first line is the key of the source's own host, however that is written there; the others are for the hosts that they name.
 */
export function renderKnownHosts(parsed: ParsedGitUrl, knownHosts: string | null): string {
  const name = knownHostName(parsed);
  const [first, ...others] = linesOf(knownHosts);
  const lines = [first ?? "", ...linesOf(linesNaming(parsed, others.join("\n")))];
  const own = [...new Set(lines.flatMap((line) => keyIn(line).map((key) => `${name} ${key}`)))];
  return `${[...shippedKnownHosts, ...own].join("\n")}\n`;
}

function keyIn(line: string): string[] {
  const parts = line.split(/\s+/);
  const at = parts.findIndex((part) => /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa)$/.test(part));
  const [type, key] = at === -1 ? [] : parts.slice(at, at + 2);
  return type && key && /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? [`${type} ${key}`] : [];
}
