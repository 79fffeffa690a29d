import { createHash, randomBytes } from "node:crypto";
// allow whole-files: scripts for git, written anew before each use and renamed into place
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Trouble } from "../reach/door.ts";
import type { GitPlace } from "./git-environment.ts";
import type { GitSettings } from "./git-settings.ts";
import { originOf, type ParsedGitUrl, parseGitUrl } from "./git-url.ts";
import { sshAddressOf } from "./git-way.ts";
import { knownHostName, renderKnownHosts } from "./known-hosts.ts";
import type { LfsEndpoint } from "./lfs-desk.ts";
import { httpsLfsEndpoint, sshLfsEndpoint } from "./lfs-endpoint.ts";
import { SourceFault } from "./source-fault.ts";

/** All a git command needs to reach one repository: no file and no argument among it holds a token. */
export type GitAccess = {
  parsed: ParsedGitUrl;
  env: Record<string, string>;
  config: readonly string[];
  /** What kept git from its host since `forget`; git itself is told no more than that something did. */
  trouble: () => Trouble | undefined;
  forget: () => void;
};

// git asks for credentials by running this with the question as its argument. It answers for one origin only, so a redirect to another
// host gets nothing. Fixed text: the values come from the environment, which only we and git see.
const askpass = `#!/bin/sh
case "$1" in
  "Username for '$FAIRLEAD_GIT_ORIGIN"*) printf '%s\\n' "$FAIRLEAD_GIT_USER" ;;
  "Password for '$FAIRLEAD_GIT_USER_ORIGIN"*) printf '%s\\n' "$FAIRLEAD_GIT_TOKEN" ;;
  *) exit 1 ;;
esac
`;
// git can be told a program for ssh, but not its options without a shell string.
const sshWrapper = `#!/bin/sh
exec ssh -F none -a -x -T -o "HostName=$FAIRLEAD_SSH_ADDRESS" -o "HostKeyAlias=$FAIRLEAD_SSH_NAME" -o CheckHostIP=no \\
  -o ProxyCommand=none -o ProxyJump=none -o CanonicalizeHostname=no -o BatchMode=yes -o IdentitiesOnly=yes -o IdentityAgent=none -o StrictHostKeyChecking=yes \\
  -o UpdateHostKeys=no -o GlobalKnownHostsFile=none -o UserKnownHostsFile="\\"$FAIRLEAD_SSH_KNOWN_HOSTS\\"" \\
  -o HostKeyAlgorithms=ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256 \\
  -o ClearAllForwardings=yes -o ControlMaster=no -o ControlPath=none -o ConnectTimeout=15 \\
  -o ServerAliveInterval=10 -o ServerAliveCountMax=3 -i "$FAIRLEAD_SSH_KEY" "$@"
`;

/** Prepares environment and files for one repository. Throws SourceFault for a URL or a token that must not be used. */
export async function prepareAccess(place: GitPlace, settings: GitSettings): Promise<GitAccess> {
  const { folder, inherited } = place;
  const parsed = parseGitUrl(settings.url, settings);
  const home = join(folder, "home");
  await mkdir(home, { recursive: true, mode: 0o700 });
  const passage = await place.way.open(place.way.reachOf(settings));
  const login = loginOf(settings, parsed);
  const ssh = parsed.transport === "ssh" ? await sshEnv(place, { settings, parsed }) : undefined;
  const env: Record<string, string> = {
    ...inherited,
    http_proxy: passage.proxyUrl,
    https_proxy: passage.proxyUrl,
    HTTPS_PROXY: passage.proxyUrl,
    GIT_HTTP_PROXY_AUTHMETHOD: "basic",
    HOME: home,
    LC_ALL: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: settings.allowHttp ? "https:ssh:http" : "https:ssh",
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_LFS_SKIP_SMUDGE: settings.lfs ? "0" : "1",
    GIT_ASKPASS: await writeShared({ path: join(folder, "askpass"), text: askpass, mode: 0o700 }),
    SSH_ASKPASS: "/bin/false",
    ...(ssh?.env ?? tokenEnv(login, parsed)),
  };
  const endpoint = async () => (ssh ? sshLfsEndpoint(parsed, env) : httpsLfsEndpoint(parsed, login));
  const lfs = settings.lfs ? await openLfs(place, settings, { endpoint }) : undefined;
  return {
    parsed,
    env: { ...env, ...lfs?.env },
    config: [...fixedConfig, ...(lfs ? lfsConfig : [])],
    trouble: () => lfs?.trouble() ?? passage.trouble() ?? ssh?.trouble,
    forget: () => {
      lfs?.forget();
      passage.forget();
    },
  };
}

/** Given as `-c` to every command. Hooks, helpers and filters of a user's own git never run. */
const fixedConfig: readonly string[] = [
  "core.hooksPath=/dev/null",
  "core.symlinks=false",
  "core.fsmonitor=false",
  "credential.helper=",
  "protocol.version=2",
  "http.followRedirects=initial",
  "http.lowSpeedLimit=1000",
  "http.lowSpeedTime=30",
  "fetch.recurseSubmodules=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "tar.umask=0022",
  "advice.detachedHead=false",
];

const lfsConfig: readonly string[] = [
  "filter.lfs.process=git-lfs filter-process",
  "filter.lfs.smudge=git-lfs smudge -- %f",
  "filter.lfs.required=true",
  "lfs.basictransfersonly=true",
  // Ours to say what may pass: with the usual eight a file that is refused takes half a minute to be.
  "lfs.transfer.maxretries=3",
];

type Lfs = { env: Record<string, string>; trouble: () => Trouble | undefined; forget: () => void };

/**
 * `lfs.url` given here wins over an .lfsconfig of the repository, which could name any host. It leads to our desk, and stands in the
 * environment because its path is a ticket.
 */
async function openLfs(
  { way }: GitPlace,
  settings: GitSettings,
  of: { endpoint: () => Promise<LfsEndpoint> },
): Promise<Lfs> {
  let trouble: Trouble | undefined;
  const url = await way.lfs.open({
    endpoint: of.endpoint,
    exchanging: () => way.exchanging(settings),
    refused: (error) => {
      trouble = { kind: "out-of-reach", error };
    },
  });
  return {
    env: { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "lfs.url", GIT_CONFIG_VALUE_0: url },
    trouble: () => trouble,
    forget: () => {
      trouble = undefined;
    },
  };
}

/** What signs in over https; undefined without a token. */
function loginOf({ auth }: GitSettings, parsed: ParsedGitUrl): { user: string; token: string } | undefined {
  if (auth.kind !== "token") return undefined;
  const user = auth.user ?? (parsed.host === "bitbucket.org" ? "x-token-auth" : "x-access-token");
  // A line break would end the answer and start another.
  if (/[\0\r\n]/.test(user + auth.token)) {
    throw new SourceFault("access-denied", {
      sentence: "The source's user name or token holds a line break.",
      nextAction: "Enter the token again, without line breaks.",
    });
  }
  return { user, token: auth.token };
}

function tokenEnv(login: ReturnType<typeof loginOf>, parsed: ParsedGitUrl): Record<string, string> {
  if (!login) return {};
  const { user, token } = login;
  const origin = originOf(parsed);
  return {
    FAIRLEAD_GIT_ORIGIN: `${origin}'`,
    FAIRLEAD_GIT_USER: user,
    FAIRLEAD_GIT_USER_ORIGIN: `${origin.replace("://", `://${encodeURIComponent(user)}@`)}'`,
    FAIRLEAD_GIT_TOKEN: token,
  };
}

async function sshEnv(
  { folder, way }: GitPlace,
  { settings, parsed }: { settings: GitSettings; parsed: ParsedGitUrl },
): Promise<{ env: Record<string, string>; trouble: Trouble | undefined }> {
  const { address, trouble } = await sshAddressOf(parsed, { way, settings });
  const knownHosts = renderKnownHosts(parsed, settings.knownHost);
  const name = `known-hosts-${createHash("sha256").update(knownHosts).digest("hex").slice(0, 16)}`;
  const env = {
    GIT_SSH: await writeShared({ path: join(folder, "ssh"), text: sshWrapper, mode: 0o700 }),
    GIT_SSH_VARIANT: "ssh",
    FAIRLEAD_SSH_ADDRESS: address,
    FAIRLEAD_SSH_NAME: knownHostName(parsed),
    FAIRLEAD_SSH_KEY: settings.auth.kind === "deploy-key" ? settings.auth.privateKeyFile : "/dev/null",
    FAIRLEAD_SSH_KNOWN_HOSTS: await writeShared({ path: join(folder, name), text: knownHosts, mode: 0o600 }),
  };
  return { env, trouble };
}

type SharedFile = { path: string; text: string; mode: number };

/** Several jobs may write the same file at once: a rename gives each reader a whole one. */
async function writeShared({ path, text, mode }: SharedFile): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(temporary, text, { mode, flag: "wx" });
  await rename(temporary, path);
  return path;
}
