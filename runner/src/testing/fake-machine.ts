import http from "node:http";
import { Duplex, duplexPair, Transform } from "node:stream";
import type { ServerTarget } from "../../contract/index.ts";
import type { FakeHost } from "../engine/fake-host.ts";
import { createFakeFiles } from "../hosts/fake-files.ts";
import type { DialAddress } from "../hosts/host.ts";
import { createHostPool, type HostPool } from "../hosts/host-pool.ts";
import { proxyName } from "../plan/names.ts";
import { proxyFolder } from "../proxies/caddy/proxy-paths.ts";
import { documentHeader, doorHost, revisionHeader } from "../proxies/caddy/render.ts";
import { upstreamHeader } from "../proxies/caddy/render-upstream.ts";
import { createAutoClock } from "./auto-clock.ts";
import { type ChangeGuard, createChangeGuard } from "./change-guard.ts";
import { createFakeCaddy } from "./fake-caddy.ts";
import { createFakeDocker, type FakeDocker } from "./fake-docker/fake-docker.ts";
import type { FakeContainer } from "./fake-docker/state.ts";

/** One server in memory, with the laws of its Docker and its proxy: real drivers and whole jobs run against it. */
export type FakeMachine = {
  docker: FakeDocker;
  guard: ChangeGuard;
  /** A runner's connections to it. Each runner has a label of its own, so none knows what another one locks. */
  openPool: (runner: string) => FakePool;
};
export type FakePool = HostPool<ServerTarget, FakeHost> & { hosts: FakeHost[] };

const port = 3_000;
/** Nobody waits for real: what hangs is ended soon. A build has only its job's limit, as with real servers. */
const deadlines = {
  shortMs: 800,
  answerMs: (_method: string, path: string) => (/\/(build|images\/create)\?/.test(path) ? undefined : 800),
};

/** `garble`: everything that the machine says, from its files to its proxy, is said as this has it. */
export function createFakeMachine(options: { garble?: (bytes: Buffer) => Buffer } = {}): FakeMachine {
  const { garble } = options;
  const docker = createFakeDocker();
  const guard = createChangeGuard();
  docker.onCall = guard.see;
  const caddy = createFakeCaddy();
  const find = (name: string) => docker.state.containers.find((each) => each.name === name);
  const admin = http.createServer(caddy.answer);
  const home = "/home/deploy";
  const files = createFakeFiles({ directories: [home] });
  const front = http.createServer(async (request, response) => {
    if (request.headers.host === doorHost) {
      const table = await files.readLink(`${proxyFolder(home)}/routes/current`);
      const document = JSON.stringify(caddy.config)?.match(/"X-Fairlead-Document":\["([0-9a-f]+)"\]/)?.[1];
      const told = { [documentHeader]: document ?? "", [revisionHeader]: table ?? "none" };
      return void response.writeHead(document ? 200 : 404, document ? told : {}).end();
    }
    const live = docker.state.containers.find(({ name, state }) => name.startsWith("live-") && state === "running");
    response.writeHead(live ? 200 : 502, { [upstreamHeader]: live ? `${addressOf(live)}:${port}` : "" }).end();
  });
  const container = http.createServer((_request, response) => void response.writeHead(200).end());
  if (garble) docker.garble = garble;
  const shown = garble ? { ...files, read: async (...of: Reading) => garble(await files.read(...of)) } : files;
  const dial = (address: DialAddress): Duplex | undefined => {
    const isProxyUp = find(proxyName)?.state === "running";
    if ("unix" in address) return isProxyUp ? connectTo(admin, garble) : undefined;
    if (address.host === "127.0.0.1") return isProxyUp ? connectTo(front, garble) : undefined;
    const isThere = docker.state.containers.some(
      (each) => each.state === "running" && addressOf(each) === address.host,
    );
    return isThere ? connectTo(container) : undefined;
  };
  return {
    docker,
    guard,
    openPool: (runner) => {
      const hosts: FakeHost[] = [];
      const pool = createHostPool<ServerTarget, FakeHost>({
        keyOf: (target) => target.server,
        idleMs: 1_000_000,
        attempts: 1,
        backoffMs: () => 0,
        timers: createAutoClock(),
        open: async () => {
          const host = { ...(await docker.connect({ listeners: dial, deadlines })), label: runner, home, files: shown };
          hosts.push(host);
          return host;
        },
      });
      return { ...pool, hosts };
    },
  };
}

const addressOf = ({ networks }: FakeContainer) => [...networks.values()][0]?.address;

type Reading = Parameters<ReturnType<typeof createFakeFiles>["read"]>;

function connectTo(server: http.Server, garble?: (bytes: Buffer) => Buffer): Duplex {
  const [ours, theirs] = duplexPair();
  server.emit("connection", theirs);
  if (!garble) return ours;
  const said = new Transform({ transform: (chunk: Buffer, _encoding, done) => done(null, garble(chunk)) });
  return Duplex.from({ readable: ours.pipe(said), writable: ours }).on("error", () => undefined);
}
