import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flushPacket, packet } from "../../../api/src/pushes/pkt-line.ts";
import { run } from "../../lab/command.ts";
import { freePort } from "../../support/free-port.ts";

/** A forge that tells any branch's head as `head`, and an address where somebody takes calls and never says a word. */
export type Forges = { url: string; silentUrl: string; caFile: string; head: string; close(): void };

export async function startForges(): Promise<Forges> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-forges-"));
  const [caFile, keyFile] = [join(folder, "ca.pem"), join(folder, "ca.key")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const name = ["-subj", "/CN=forge", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyFile, "-out", caFile];
  await run(["openssl", "req", "-x509", ...kind, ...name]);
  const [port, silentPort] = [await freePort(), await freePort()];
  const silent = createSocket((socket) => socket.on("error", () => undefined).resume()).listen(silentPort, "127.0.0.1");
  const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(caFile) }).listen(port, "127.0.0.1");
  const forges: Forges = {
    url: `https://127.0.0.1:${port}`,
    silentUrl: `https://127.0.0.1:${silentPort}`,
    caFile,
    head: "",
    close: () => {
      for (const each of [server, silent]) each.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const offer = `${packet("# service=git-upload-pack\n")}0000${packet("version 2\n")}${packet("ls-refs=unborn\n")}`;
  server.on("request", (asked, said) => {
    asked.resume();
    said.end(`${asked.method === "GET" ? offer : packet(`${forges.head} refs/heads/main\n`)}${flushPacket}`);
  });
  return forges;
}
