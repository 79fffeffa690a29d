import type net from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { HostFault } from "./host-fault.ts";
import { openPinned, type SshTarget, scanHostKey } from "./ssh-open.ts";
import {
  fingerprintOfLine,
  makeKeyPair,
  patientTimings,
  type Script,
  startDoor,
  startScriptedServer,
} from "./testing/ssh-server.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
const start = async (script?: Script) => {
  const server = await startScriptedServer(script);
  closers.push(server.close);
  return server;
};
const door = async (onConnection: (socket: net.Socket) => void) => {
  const opened = await startDoor(onConnection);
  closers.push(opened.close);
  return opened;
};
const faultOf = (target: SshTarget, readyTimeoutMs = patientTimings.readyTimeoutMs) =>
  openPinned(target, { ...patientTimings, readyTimeoutMs }).then(
    (client) => {
      client.destroy();
      return "opened";
    },
    (error: unknown) => (error instanceof HostFault ? error : new Error(`not a HostFault: ${error}`)),
  );

describe("host keys", () => {
  test("the pinned key is accepted and the runner's key is used at once", async () => {
    const server = await start();
    expect(await faultOf(server.target())).toBe("opened");
    expect(new Set(server.attempts)).toEqual(new Set(["deploy publickey"]));
  });

  test("a changed host key stops before anything is authenticated and shows both fingerprints", async () => {
    const server = await start();
    const known = makeKeyPair();
    const fault = await faultOf(server.target({ hostKeys: [known.publicKey] }));
    expect(fault).toMatchObject({
      name: "HostKeyChanged",
      causeClass: "host-key-changed",
      expectedFingerprints: [fingerprintOfLine(known.publicKey)],
      seenFingerprint: expect.stringMatching(/^SHA256:/),
    });
    expect(server.attempts).toEqual([]);
  });

  test("a server without a confirmed host key is not even connected to", async () => {
    const server = await start();
    expect(await faultOf(server.target({ hostKeys: [] }))).toMatchObject({ reason: "host-key-changed" });
    expect(await faultOf(server.target({ hostKeys: ["ssh-ed25519 garbage"] }))).toMatchObject({
      reason: "host-key-changed",
    });
    expect(server.connections).toEqual([]);
  });

  test("one of several pinned keys is enough, whatever comment follows it", async () => {
    const server = await start();
    const [own = ""] = server.target().hostKeys;
    expect(await faultOf(server.target({ hostKeys: [makeKeyPair().publicKey, `${own} root@server`] }))).toBe("opened");
  });

  test("a scan reads the key and never authenticates", async () => {
    const hostKey = makeKeyPair();
    const server = await start({ hostKey });
    const seen = await scanHostKey(server.target(), { timings: patientTimings });
    expect(seen).toEqual({
      hostKey: hostKey.publicKey.split(" ").slice(0, 2).join(" "),
      fingerprint: fingerprintOfLine(hostKey.publicKey),
    });
    expect(server.attempts).toEqual([]);
  });

  test("a server that only offers what we do not trust is refused in plain words", async () => {
    const server = await start({ config: { algorithms: { kex: ["diffie-hellman-group14-sha1"] } } });
    expect(await faultOf(server.target())).toMatchObject({
      reason: "handshake-failed",
      nextAction: expect.stringContaining("OpenSSH"),
    });
  });
});

describe("what can go wrong before the connection is open", () => {
  test("a refused key names the line to add", async () => {
    const server = await start({ onAuthentication: (context) => context.reject(["publickey"]) });
    const target = server.target();
    expect(await faultOf(target)).toMatchObject({
      reason: "auth-refused",
      nextAction: expect.stringContaining(target.authorizedKeysLine),
    });
  });

  test.each(["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254"])(
    "the metadata of a cloud at %s is no server",
    async (host) => {
      const server = await start();
      const fault = await openPinned(server.target({ host }), patientTimings).catch((error) => error);
      expect(fault).toMatchObject({
        reason: "unreachable",
        evidence: [expect.stringContaining("which nothing reaches")],
      });
    },
  );

  test("nobody listening is unreachable and may pass", async () => {
    const opened = await door(() => undefined);
    await opened.close();
    const server = await start();
    expect(await faultOf(server.target({ port: opened.port }))).toMatchObject({ reason: "unreachable", mayPass: true });
  });

  test("a name that does not resolve says so", async () => {
    const server = await start();
    const fault = await openPinned(server.target({ host: "does-not-exist.invalid" }), {
      ...patientTimings,
      readyTimeoutMs: 10_000,
    }).catch((error) => error);
    expect(fault).toMatchObject({ reason: "unreachable", message: expect.stringContaining("does not resolve") });
  });

  test.each([
    ["says nothing", () => undefined, /key exchange/],
    ["sends only its greeting", (socket: net.Socket) => socket.write("SSH-2.0-OpenSSH_9.9\r\n"), /key exchange/],
  ])("a server that %s runs into the deadline", async (_name, onConnection, phase) => {
    const opened = await door(onConnection);
    const server = await start();
    expect(await faultOf(server.target({ port: opened.port }), 300)).toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(phase),
    });
  });

  test("a server that never answers the authentication runs into the deadline", async () => {
    const server = await start({ onAuthentication: () => undefined });
    expect(await faultOf(server.target(), 1_500)).toMatchObject({
      reason: "timeout",
      message: expect.stringMatching(/authentication/),
    });
  });

  test.each([
    ["hangs up at once", (socket: net.Socket) => socket.destroy()],
    ["hangs up after its greeting", (socket: net.Socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n")],
    ["speaks HTTP", (socket: net.Socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["sends noise", (socket: net.Socket) => socket.end(Buffer.alloc(100_000, 7))],
  ])("a server that %s is a fault, not a crash", async (_name, onConnection) => {
    const opened = await door(onConnection);
    const server = await start();
    expect(await faultOf(server.target({ port: opened.port }))).toBeInstanceOf(HostFault);
  });

  test("an abort while connecting throws the signal's reason", async () => {
    const opened = await door(() => undefined);
    const server = await start();
    const abort = new AbortController();
    const opening = openPinned(server.target({ port: opened.port }), patientTimings, abort.signal);
    abort.abort(new Error("cancelled by Ada"));
    await expect(opening).rejects.toThrow("cancelled by Ada");
  });
});
