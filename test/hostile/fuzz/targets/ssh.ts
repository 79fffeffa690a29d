import net from "node:net";
import type { Random } from "../../../../api/src/testing/random.ts";
import { openSshDocker } from "../../../../runner/src/engine/ssh-docker.ts";
import { hostKeyFromBlob, parseHostKey } from "../../../../runner/src/hosts/host-key.ts";
import { connectSsh } from "../../../../runner/src/hosts/ssh-connection.ts";
import { scanHostKey } from "../../../../runner/src/hosts/ssh-open.ts";
import {
  patientTimings,
  type ScriptedServer,
  startDoor,
  startScriptedServer,
} from "../../../../runner/src/hosts/testing/ssh-server.ts";
import { aWord, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const timings = { ...patientTimings, readyTimeoutMs: 1_000, channelTimeoutMs: 1_000 };
let server: Promise<ScriptedServer> | undefined;
const honestServer = () => {
  server ??= startScriptedServer();
  return server;
};

/** Between the runner and an honest server, and changes what the server says at one moment. */
async function between(random: Random, port: number) {
  let left = random.below(4);
  return startDoor((client) => {
    const upstream = net.connect(port, "127.0.0.1");
    upstream.on("error", () => undefined);
    client.on("data", (chunk) => upstream.write(chunk));
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.end());
    upstream.on("data", (chunk) => client.write(left-- === 0 ? mutateBytes(random, chunk) : chunk));
  });
}

const banners = ["SSH-2.0-x\r\n", "SSH-1.99-y\r\n", "HTTP/1.1 200 OK\r\n\r\n", "hello\r\n".repeat(500), "SSH-2.0-"];

/** Says whatever it likes and hangs up. */
async function talker(random: Random) {
  const length = random.below(60);
  const packet = Buffer.concat([
    Buffer.from([0, 0, 0, length, random.below(length + 4), random.below(256)]),
    someBytes(random, 60),
  ]);
  const said = [
    Buffer.from(random.pick(banners) ?? "", "latin1"),
    random.chance(0.5) ? packet : Buffer.from(aWord(random), "utf8"),
  ];
  return startDoor((client) => {
    client.end(Buffer.concat(said));
    client.resume();
  });
}

const complaints = [
  "sudo: a password is required\n",
  "Cannot connect to the Docker daemon at unix:///x\n",
  "\u001b[31m",
];

const named = ["export DOCKER_HOST=unix:///", "DOCKER_HOST=unix://$XDG_RUNTIME_DIR/", "docker:x:1:deploy,"];
const greetings = ["Welcome to the server\n", "HTTP/1.1 200", "HTTP/1.0 404 x\r\n\r\n"];

/** A server without an open socket of Docker, which says by its `sudo` why there is none. */
async function bySudo(random: Random): Promise<string> {
  const server = await startScriptedServer({
    onReady: (client) => {
      // As sshd does that forwards, when nobody listens: only then is sudo asked.
      client.on("tcpip", (_accept, reject) => reject());
      client.on("openssh.streamlocal", (_accept, reject) => reject());
      client.on("session", (accept) => {
        accept().on("exec", (begin) => {
          const channel = begin();
          channel.on("error", () => undefined);
          const said = Buffer.from(`${random.pick(complaints)}${aWord(random).slice(0, 3_000).toWellFormed()}`);
          channel.stderr.write(random.chance(0.5) ? mutateBytes(random, said) : said);
          if (random.chance(0.3))
            channel.write(`${random.pick(greetings)}${aWord(random).slice(0, 3_000).toWellFormed()}`);
          channel.end(random.chance(0.5) ? someBytes(random, 40) : "");
        });
      });
    },
  });
  try {
    const connection = await connectSsh(server.target(), { timings });
    const kind = random.pick(["file", "directory", "socket"] as const) ?? "file";
    const kept = { sizeBytes: 1, modifiedAtMs: 1, ownerId: random.below(3), groupId: random.below(3) };
    const stat = async () =>
      random.chance(0.5) ? { kind, mode: random.pick([0o600, 0o660, 0o666] as const) ?? 0o600, ...kept } : undefined;
    try {
      const { agent } = await openSshDocker(connection, {
        user: "deploy",
        home: async () => "/home/deploy",
        stat,
        read: async () =>
          random.chance(0.5) ? someBytes(random, 200) : Buffer.from(`${random.pick(named)}${aWord(random)}`, "utf8"),
        list: async () => [aWord(random)],
        socket: random.chance(0.3) ? "/run/user/1500/docker.sock" : undefined,
      });
      agent.destroy();
    } finally {
      await connection.close();
    }
    return "sudo";
  } finally {
    await server.close();
  }
}

export const ssh: Target = {
  name: "ssh",
  title: "an SSH server's greeting, key exchange, packets and host keys",
  reads: [
    "runner/src/engine/docker-absence.ts",
    "runner/src/engine/docker-sockets.ts",
    "runner/src/hosts/host-key.ts",
    "runner/src/hosts/prelude.ts",
    "runner/src/engine/server-look.ts",
    "runner/src/engine/ssh-docker.ts",
    "runner/src/hosts/ssh-open.ts",
  ],
  cases: 50,
  async tryOne(random) {
    const kind = random.pick(["between", "between", "talker", "key", "sudo"] as const) ?? "key";
    if (kind === "key") {
      hostKeyFromBlob(someBytes(random, 80));
      const named = Buffer.from(aWord(random).slice(0, 60), "utf8");
      const head = Buffer.alloc(4);
      head.writeUInt32BE(random.chance(0.8) ? named.length : random.below(2 ** 32));
      const seen = hostKeyFromBlob(Buffer.concat([head, named, someBytes(random, 40)]));
      if (seen) throw new TypeError(`${seen.type} is taken for a type of key`);
      parseHostKey(`${aWord(random)} ${aWord(random)}`);
      return kind;
    }
    if (kind === "sudo") return bySudo(random);
    const honest = (await honestServer()).target();
    const door = await (kind === "between" ? between(random, honest.port) : talker(random));
    try {
      if (random.chance(0.3)) await scanHostKey({ host: "127.0.0.1", port: door.port }, { timings });
      else await (await connectSsh({ ...honest, port: door.port }, { timings })).close();
      return kind;
    } finally {
      await door.close();
    }
  },
};
