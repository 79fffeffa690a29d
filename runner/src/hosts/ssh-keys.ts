import { chmod, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import ssh2 from "ssh2";
import { makeWhole } from "../../state-lock/index.ts";
import { fingerprintOf } from "./host-key.ts";
import { makeEd25519Key } from "./openssh-key.ts";

/** A key pair whose private half never leaves the runner's state folder. */
export type SshKey = {
  /** OpenSSH format. For the connect function and for `ssh -i`; never for a log. */
  privateKey: string;
  privateKeyFile: string;
  /** `ssh-ed25519 AAAA… comment` */
  publicKey: string;
  fingerprint: string;
};

/** The key this runner shows to servers. Made on first use; the same one ever after. */
export const ensureRunnerKey = (stateDirectory: string) =>
  ensureKey(join(stateDirectory, "ssh", "runner"), "fairlead-runner");

/** The read-only key of one source: what a person adds to the forge as a deploy key. */
export function ensureDeployKey(stateDirectory: string, source: string): Promise<SshKey> {
  if (!/^[a-z]{2,5}_[0-9a-z]{1,40}$/.test(source)) throw new Error("a deploy key belongs to a source id");
  return ensureKey(join(stateDirectory, "ssh", "deploy", source), `fairlead-${source}`);
}

/**
 * The one line to add to a server's authorized_keys. `restrict` takes everything away, then forwarding is given back: it is how the
 * Docker socket and readiness probes are reached. No terminal, no agent, no X11.
 */
export const authorizedKeysLine = ({ publicKey }: SshKey) => `restrict,port-forwarding ${publicKey}`;

async function ensureKey(file: string, comment: string): Promise<SshKey> {
  const existing = await readKey(file, comment);
  if (existing) return existing;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // Of two that need it at once one makes it, and both use that one.
  makeWhole(file, makeEd25519Key(comment).privateKey);
  const stored = await readKey(file, comment);
  if (!stored) throw new Error(`${file} vanished while it was made`);
  return stored;
}

async function readKey(file: string, comment: string): Promise<SshKey | undefined> {
  const privateKey = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (privateKey === undefined) return undefined;
  // ssh refuses keys others may read, and so would we have to.
  await chmod(file, 0o600);
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw new Error(`${file} is not a private key: ${parsed.message}`, { cause: parsed });
  const blob = parsed.getPublicSSH();
  return {
    privateKey,
    privateKeyFile: file,
    publicKey: `${parsed.type} ${blob.toString("base64")} ${comment}`,
    fingerprint: fingerprintOf(blob),
  };
}
