import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../support/until.ts";

export type OwnCaddy = {
  /** The folder that its documents may speak of. */
  folder: string;
  /** undefined: loaded; else what it said. */
  load: (apps: unknown) => Promise<string | undefined>;
  stop: () => Promise<void>;
};

/** A Caddy of its own, which keeps everything below one folder and is spoken to over a socket there. */
export async function openOwnCaddy(program: string): Promise<OwnCaddy> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-names-"));
  const socketPath = join(folder, "admin.sock");
  const documentOf = (apps: unknown) =>
    JSON.stringify({
      admin: { listen: `unix/${socketPath}`, origins: ["caddy"] },
      logging: { logs: { default: { level: "ERROR" } } },
      apps,
    });
  writeFileSync(join(folder, "start.json"), documentOf({}));
  const child: ChildProcess = spawn(program, ["run", "--config", join(folder, "start.json")], {
    stdio: "ignore",
    env: { PATH: process.env.PATH, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, HOME: folder },
  });
  const load = async (apps: unknown) => {
    const document = documentOf(apps);
    // Each load opens the door anew, and may shut it on whoever just came in: a document that was not answered is given once more.
    return post(socketPath, document).catch(() => post(socketPath, document));
  };
  await until(program, async () => ((await load({}).catch(() => "not yet")) === undefined ? true : undefined));
  return {
    folder,
    load,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function post(socketPath: string, document: string): Promise<string | undefined> {
  // A connection that is kept would keep the door that it came through, which each load opens anew.
  const headers = {
    Host: "caddy",
    Origin: "http://caddy",
    "Content-Type": "application/json",
  };
  return new Promise((resolve, reject) => {
    const asked = http.request(
      { socketPath, path: "/config/", method: "POST", headers, agent: false, timeout: 30_000 },
      async (answer) => {
        const body = Buffer.concat(await answer.toArray()).toString("utf8");
        resolve(answer.statusCode === 200 ? undefined : `HTTP ${answer.statusCode} ${body.trim().slice(0, 300)}`);
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer to a load within 30 s")));
    asked.on("error", reject);
    asked.end(document);
  });
}
