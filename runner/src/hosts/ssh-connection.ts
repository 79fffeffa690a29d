import type { Duplex } from "node:stream";
import type { Client, ClientChannel, SFTPWrapper } from "ssh2";
import { ChannelSocket } from "./channel-socket.ts";
import { DialRefused, type HostFault } from "./host-fault.ts";
import type { Prelude } from "./prelude.ts";
import { type FixedCommand, fixedCommands } from "./ssh-commands.ts";
import { forwardingRefused, lostFault, messageOf, sessionRefused, sftpRefused } from "./ssh-faults.ts";
import { openPinned, type SshTarget, type SshTimings, sshLabel, sshTimings } from "./ssh-open.ts";
import { within } from "./within.ts";

const sftp = "sftp";

type Opening = ChannelOptions & { isSession?: boolean };
export type ChannelOptions = { timeoutMs?: number | undefined; signal?: AbortSignal | undefined };
type Callback<T> = (error: Error | undefined, value: T) => void;

/**
 * One authenticated connection, many channels. A channel that does not open in time is closed when it opens after all.
 * When the connection goes, every open and pending channel ends and `lost` says why.
 */
export class SshConnection {
  readonly label: string;
  readonly #client: Client;
  readonly #timings: SshTimings;
  readonly #streams = new Set<ChannelSocket>();
  readonly #listeners = new Set<(fault: HostFault) => void>();
  #lost: HostFault | undefined;
  #isClosing = false;

  constructor(client: Client, options: { label: string; timings: SshTimings }) {
    this.#client = client;
    this.label = options.label;
    this.#timings = options.timings;
    let lastError = "the server closed the connection";
    client.on("error", (error) => {
      lastError = messageOf(error);
    });
    client.on("close", () => this.#lose(lastError));
  }

  /** Set once the connection cannot be used any more. */
  get lost(): HostFault | undefined {
    return this.#lost;
  }

  onLost(listener: (fault: HostFault) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A stream to a unix socket on the server. It exists at once; see `opened`. Refusals are its error. */
  unixStream(path: string, options?: ChannelOptions): ChannelSocket {
    return this.#stream(() => {
      const start = (done: Callback<ClientChannel>) => this.#client.openssh_forwardOutStreamLocal(path, done);
      return this.#open(start, path, options);
    });
  }

  tcpStream(address: { host: string; port: number }, options?: ChannelOptions): ChannelSocket {
    const { host, port } = address;
    return this.#stream(() => {
      const start = (done: Callback<ClientChannel>) => this.#client.forwardOut("127.0.0.1", 0, host, port, done);
      return this.#open(start, `${host}:${port}`, options);
    });
  }

  /**
   * Runs one of the constants, which answers as Docker does: its stdin and stdout are the stream, without what the login shell prints
   * before (`prelude`); what it prints on stderr goes to `onStderr`.
   */
  commandStream(
    command: FixedCommand,
    { onStderr, prelude }: { onStderr: (chunk: Buffer) => void; prelude: Prelude },
  ): ChannelSocket {
    return this.#stream(async () => {
      const start = (done: Callback<ClientChannel>) => this.#client.exec(fixedCommands[command], done);
      const channel = await this.#open(start, command, { isSession: true });
      channel.stderr.on("data", onStderr);
      return channel;
    }, prelude);
  }

  openSftp(options?: ChannelOptions): Promise<SFTPWrapper> {
    return this.#open<SFTPWrapper>((done) => this.#client.sftp(done), sftp, { ...options, isSession: true });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#client.end();
    this.#client.destroy();
    this.#lose("closed by the runner");
  }

  #stream(open: () => Promise<Duplex>, prelude?: Prelude): ChannelSocket {
    const stream = new ChannelSocket(open, prelude);
    // A lost server ends streams that nobody watches at that moment; that must not end the runner.
    stream.on("error", () => undefined);
    stream.once("close", () => this.#streams.delete(stream));
    this.#streams.add(stream);
    return stream;
  }

  #open<T extends Destroyable>(start: (done: Callback<T>) => void, name: string, options: Opening = {}) {
    const { timeoutMs = this.#timings.channelTimeoutMs, signal, isSession = false } = options;
    const channel = new Promise<T>((resolve, reject) => {
      if (this.#lost) return reject(this.#lost);
      const done: Callback<T> = (error, value) =>
        error ? reject(this.#refusal(error, { name, isSession })) : resolve(value);
      try {
        start(done);
      } catch (error) {
        // ssh2 throws "Not connected" here when the socket has gone but "close" has not been told yet.
        reject(lostFault(this.label, messageOf(error)));
      }
    });
    return within(channel, {
      timeoutMs,
      signal,
      onLate: () => new DialRefused(name, "timeout"),
      onAbandon: abandon,
    });
  }

  /** RFC 4254 §5.1: 1 prohibited, 2 connect failed, 3 unknown type, 4 resource shortage. No reason: the connection went. */
  #refusal(error: Error, { name, isSession }: { name: string; isSession: boolean }): Error {
    if (this.#lost) return this.#lost;
    const reason = "reason" in error ? error.reason : undefined;
    // Nothing is connected for a session: sshd refuses it when there are as many as it allows.
    if (isSession && reason !== undefined) return sessionRefused(this.label, [`${name}: ${error.message}`]);
    if (reason === 2) return new DialRefused(name, "refused");
    if (reason === 1 || reason === 3 || reason === 4)
      return forwardingRefused(this.label, [`${name}: ${error.message}`]);
    // The session was had, and no SFTP in it.
    if (name === sftp) return sftpRefused(this.label, [error.message]);
    return lostFault(this.label, error.message);
  }

  #lose(detail: string) {
    if (this.#lost) return;
    this.#lost = lostFault(this.label, detail);
    // ssh2 ends the channels of a lost connection as if the other side had finished: an answer cut off would look whole.
    for (const stream of this.#streams) stream.destroy(this.#lost);
    for (const listener of this.#isClosing ? [] : this.#listeners) listener(this.#lost);
    this.#listeners.clear();
  }
}

type Destroyable = { destroy?: () => unknown; end: () => unknown };

function abandon(channel: Destroyable) {
  if (channel.destroy) channel.destroy();
  else channel.end();
}

/** Connects to a server whose host key is pinned. See `openPinned` for what it throws. */
export async function connectSsh(
  target: SshTarget,
  options: { timings?: SshTimings; signal?: AbortSignal } = {},
): Promise<SshConnection> {
  const timings = options.timings ?? sshTimings;
  const client = await openPinned(target, timings, options.signal);
  return new SshConnection(client, { label: sshLabel(target), timings });
}
