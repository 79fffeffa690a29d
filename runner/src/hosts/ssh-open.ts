import { Client, type ConnectConfig, type PublicKeyAuthMethod } from "ssh2";
import { isMetadataAddress } from "../../contract/index.ts";
import { HostFault, HostKeyChanged } from "./host-fault.ts";
import { fingerprintOf, type HostKey, hostKeyAlgorithms, hostKeyFromBlob, parseHostKey } from "./host-key.ts";
import { type SshPhase, sshFault, sshTimeout, unreachable, type WantedMethods } from "./ssh-faults.ts";

export type SshAddress = { host: string; port: number };

/** One user on one server, with the identity the server must prove before that user's key is used. */
export type SshTarget = SshAddress & {
  user: string;
  /** OpenSSH private key. */
  privateKey: string;
  /** The matching public line, shown when the server refuses the key. */
  authorizedKeysLine: string;
  /** Confirmed host keys, each `type base64`. Never empty. */
  hostKeys: readonly string[];
  /** Where Docker listens; undefined: in the usual place. */
  dockerSocket?: string | undefined;
};

export type SshTimings = {
  /** TCP, key exchange and authentication together. */
  readyTimeoutMs: number;
  keepaliveIntervalMs: number;
  keepaliveCountMax: number;
  channelTimeoutMs: number;
};
export const sshTimings: SshTimings = {
  readyTimeoutMs: 20_000,
  keepaliveIntervalMs: 10_000,
  keepaliveCountMax: 3,
  channelTimeoutMs: 15_000,
};

export const sshLabel = ({ user, host, port }: SshAddress & { user: string }) => `${user}@${host}:${port}`;

type Verdict = { accept: boolean; fault?: HostFault };
type Opening = {
  address: SshAddress;
  user: string;
  /** What messages call the other side. */
  label: string;
  authorizedKeysLine: string;
  timings: SshTimings;
  signal?: AbortSignal | undefined;
  /** undefined: nothing is authenticated. */
  key: PublicKeyAuthMethod | undefined;
  pinned: readonly HostKey[];
  judge: (blob: Buffer) => Verdict;
};

/** The only place where a connection begins. The host key is judged before the key exchange ends, so before any authentication. */
function open({
  address,
  user,
  label,
  timings,
  key,
  pinned,
  judge,
  signal,
  authorizedKeysLine,
}: Opening): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const context = { label, user, authorizedKeysLine };
    let phase: SshPhase = "connect";
    let wanted: WantedMethods | undefined;
    let offered = key;
    const fail = (error: unknown) => {
      signal?.removeEventListener("abort", abort);
      clearTimeout(timer);
      client.destroy();
      reject(error);
    };
    const abort = () => fail(signal?.reason);
    // ssh2's own timer does not cover a name that never resolves.
    const timer = setTimeout(() => fail(sshTimeout({ ...context, phase })), timings.readyTimeoutMs);
    client.on("error", (error) => fail(sshFault(error, { ...context, phase, wanted })));
    client.on("close", () => fail(unreachable({ ...context, phase }, "the connection was closed by the other side")));
    client.on("connect", () => {
      phase = "key exchange";
    });
    client.on("handshake", () => {
      phase = "authentication";
    });
    client.on("ready", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      client.removeAllListeners("error").removeAllListeners("close");
      // Without this every small request waits some 40 ms for Nagle's algorithm.
      client.setNoDelay(true);
      resolve(client);
    });
    if (signal?.aborted) return abort();
    if (isMetadataAddress(address.host))
      return fail(unreachable({ ...context, phase }, "it is where a cloud tells its metadata, which nothing reaches"));
    signal?.addEventListener("abort", abort, { once: true });
    client.connect({
      ...address,
      username: user,
      authHandler: (left, isPartial) => {
        if (left) wanted = { methods: left, isPartial };
        const next = offered;
        offered = undefined;
        return next ?? false;
      },
      hostVerifier: (blob: Buffer) => {
        const { accept, fault } = judge(blob);
        if (fault) fail(fault);
        return accept;
      },
      readyTimeout: 0,
      keepaliveInterval: timings.keepaliveIntervalMs,
      keepaliveCountMax: timings.keepaliveCountMax,
      // Jump servers and dropbear answer too; what they cannot do is refused per channel.
      strictVendor: false,
      algorithms: { ...algorithms, serverHostKey: hostKeyAlgorithms(pinned) },
    });
  });
}

const algorithms = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group14-sha256",
  ],
  // AES-GCM first: it is the one node:crypto does natively, without a build step.
  cipher: ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr"],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
  compress: ["none"],
} satisfies ConnectConfig["algorithms"];

/**
 * Opens and authenticates. Refuses to start without a pinned host key; throws HostKeyChanged on another one, HostFault otherwise,
 * the signal's reason when aborted.
 */
export async function openPinned(target: SshTarget, timings: SshTimings, signal?: AbortSignal): Promise<Client> {
  const label = sshLabel(target);
  const pinned = target.hostKeys.flatMap((line) => parseHostKey(line) ?? []);
  if (pinned.length === 0) {
    throw new HostFault("host-key-changed", {
      sentence: `${label} has no confirmed host key, so nothing is sent to it.`,
      nextAction: "Open the server page, compare the fingerprint with the server's own and confirm it.",
    });
  }
  const judge = (blob: Buffer): Verdict => {
    const seen = hostKeyFromBlob(blob);
    if (seen && pinned.some((key) => key.line === seen.line)) return { accept: true };
    const fingerprint = seen?.fingerprint ?? fingerprintOf(blob);
    const expected = pinned.map((key) => key.fingerprint);
    return { accept: false, fault: new HostKeyChanged(label, { hostKey: seen?.line ?? "", fingerprint, expected }) };
  };
  const { user, privateKey, authorizedKeysLine } = target;
  const key: PublicKeyAuthMethod = { type: "publickey", username: user, key: privateKey };
  const address = { host: target.host, port: target.port };
  return open({ address, user, label, authorizedKeysLine, timings, signal, key, pinned, judge });
}

/** First contact: reads the host key and hangs up. No user name and no key is ever sent. */
export async function scanHostKey(
  address: SshAddress,
  options: { timings?: SshTimings; signal?: AbortSignal } = {},
): Promise<{ hostKey: string; fingerprint: string }> {
  let seen: HostKey | undefined;
  const judge = (blob: Buffer): Verdict => {
    seen = hostKeyFromBlob(blob);
    return { accept: false };
  };
  try {
    await open({
      address: { host: address.host, port: address.port },
      user: "scan",
      // Nobody signs in, so no user is named: the one of the scan is ours alone.
      label: `${address.host}:${address.port}`,
      authorizedKeysLine: "",
      timings: options.timings ?? sshTimings,
      signal: options.signal,
      key: undefined,
      pinned: [],
      judge,
    });
  } catch (error) {
    if (!seen || options.signal?.aborted) throw error;
  }
  if (!seen) throw new Error("a scan cannot end without an error or a key");
  return { hostKey: seen.line, fingerprint: seen.fingerprint };
}
