import { connect } from "node:net";
import { listen } from "../../../../api/src/homes/node-server.ts";
import type { Random } from "../../../../api/src/testing/random.ts";
import { freePort } from "../../../support/free-port.ts";
import { aFuzzedApp } from "../control-plane.ts";
import { aWord, inPieces, mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

async function openWorld() {
  const world = await aFuzzedApp();
  const port = await freePort();
  const files = { uiFolder: import.meta.dirname, runnerFile: import.meta.filename, clientIpHeader: "x-forwarded-for" };
  await listen({ app: world.app, deps: world.deps, host: "127.0.0.1", port, ...files });
  return { world, port };
}
let opened: ReturnType<typeof openWorld> | undefined;
const open = () => {
  opened ??= openWorld();
  return opened;
};

const heads = [
  "GET /api/v1/me HTTP/1.1\r\nHost: fairlead.test\r\nCookie: a=b\r\n\r\n",
  "GET http://other.test/api/v1/me?x=%ff HTTP/1.1\r\nHost: [::1]:80\r\nX-Forwarded-For: a, 10.0.0.1\r\n\r\n",
  "POST /api/auth/sign-in/email HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
  'POST /api/v1/setup HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n2\r\n1}\r\n0\r\nA: b\r\n\r\n',
  "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET //..%2f..%5c/%00 HTTP/1.0\r\n\r\n",
  "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
];

/** Answers whatever came back within a moment. */
const speak = (port: number, pieces: readonly Buffer[]) =>
  new Promise<string>((done) => {
    let said = "";
    const socket = connect(port, "127.0.0.1");
    socket.on("data", (chunk) => {
      said += chunk.toString("latin1").slice(0, 12);
      socket.end();
    });
    socket.on("error", () => undefined).on("close", () => done(said));
    for (const piece of pieces) socket.write(piece);
    socket.setTimeout(30, () => socket.destroy());
  });

/** What comes in at the control plane's port, before anything knows who it is. */
export const http: Target = {
  name: "http",
  title: "bytes in place of HTTP at the control plane's own port",
  reads: ["api/src/homes/node-server.ts"],
  cases: 150,
  ready: open,
  async tryOne(random: Random) {
    const { world, port } = await open();
    const head = Buffer.from(random.pick(heads) ?? "");
    const bytes = random.chance(0.1)
      ? someBytes(random, 400)
      : random.chance(0.1)
        ? Buffer.from(`GET /${aWord(random)} HTTP/1.1\r\nHost: ${aWord(random)}\r\n\r\n`)
        : mutateBytes(random, head);
    const said = await speak(port, inPieces(random, bytes));
    world.blameless();
    const status = said.slice(9, 12);
    if (status === "500") throw new TypeError("answered 500");
    return status === "" ? "nothing" : status;
  },
};
