import net from "node:net";
import type { Duplex } from "node:stream";
import ssh2, { type AuthContext, type Connection, type ServerConfig } from "ssh2";
import { fingerprintOf } from "../host-key.ts";
import { makeEd25519Key } from "../openssh-key.ts";
import type { SshTarget, SshTimings } from "../ssh-open.ts";

export type KeyPair = { privateKey: string; publicKey: string };
export const makeKeyPair = (): KeyPair => makeEd25519Key("test");
export const fingerprintOfLine = (line: string) => fingerprintOf(Buffer.from(line.split(" ")[1] ?? "", "base64"));

/** Deadlines no loaded machine runs into. A test that waits for one to pass shortens that one only. */
export const patientTimings: SshTimings = {
  readyTimeoutMs: 20_000,
  keepaliveIntervalMs: 10_000,
  keepaliveCountMax: 3,
  channelTimeoutMs: 20_000,
};

export type ScriptedServer = {
  target: (more?: Partial<SshTarget>) => SshTarget;
  /** Everything a client tried to authenticate with, in order. */
  attempts: string[];
  connections: Connection[];
  /** Stops answering without closing anything, as a cut wire does. */
  freeze: () => void;
  close: () => Promise<void>;
};
export type Script = {
  hostKey?: KeyPair;
  clientKey?: KeyPair;
  config?: Partial<ServerConfig>;
  onAuthentication?: (context: AuthContext) => void;
  onReady?: (connection: Connection) => void;
};

/** An SSH server that does exactly what a test says, on loopback. It accepts the client key unless told otherwise. */
export async function startScriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const hostKey = script.hostKey ?? makeKeyPair();
  const clientKey = script.clientKey ?? makeKeyPair();
  const attempts: string[] = [];
  const connections: Connection[] = [];
  const sockets = new Set<net.Socket>();
  const ssh = new ssh2.Server(
    { hostKeys: [hostKey.privateKey], ident: "OpenSSH_9.9", ...script.config },
    (connection) => {
      connections.push(connection);
      connection.on("error", () => undefined);
      connection.on("authentication", (context) => {
        attempts.push(`${context.username} ${context.method}`);
        if (script.onAuthentication) script.onAuthentication(context);
        else context.accept();
      });
      connection.on("ready", () => script.onReady?.(connection));
    },
  );
  const door = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    ssh.injectSocket(socket);
  });
  const port = await listen(door);
  return {
    attempts,
    connections,
    target: (more = {}) => ({
      host: "127.0.0.1",
      port,
      user: "deploy",
      privateKey: clientKey.privateKey,
      authorizedKeysLine: `restrict,port-forwarding ${clientKey.publicKey}`,
      hostKeys: [hostKey.publicKey],
      ...more,
    }),
    freeze: () => {
      for (const socket of sockets) socket.pause().removeAllListeners("data");
    },
    close: () => closeDoor(door, sockets),
  };
}

/** A TCP door with a script instead of an SSH server behind it. */
export async function startDoor(onConnection: (socket: net.Socket) => void) {
  const sockets = new Set<net.Socket>();
  const door = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  const port = await listen(door);
  return { port, close: () => closeDoor(door, sockets) };
}

const listen = (door: net.Server) =>
  new Promise<number>((resolve) => {
    door.listen(0, "127.0.0.1", () => {
      const address = door.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

const closeDoor = (door: net.Server, sockets: Set<net.Socket>) =>
  new Promise<void>((resolve) => {
    for (const socket of sockets) socket.destroy();
    door.close(() => resolve());
  });

/** Lets streamlocal channels of a connection open, each handed to `onChannel`. */
export function acceptStreamLocal(connection: Connection, onChannel: (path: string, channel: Duplex) => void): void {
  connection.on("openssh.streamlocal", (accept, _reject, { socketPath }) => onChannel(socketPath, accept()));
}
