import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { filesIn } from "../../../runner/src/sources/testing/files-in.ts";
import { run } from "../../lab/command.ts";
import { ensureNewest } from "../../lab/newest/newest.ts";

/** What the docker command would send of a folder; or its complaint, when it refuses. */
export type Sent = { files: string[] } | { refusal: string };

export interface ContextCatcher {
  contextOf(folder: string): Promise<Sent>;
  stop(): Promise<void>;
}

/** A daemon that only takes contexts, in front of the newest docker command. */
export async function catchContexts(folder: string): Promise<ContextCatcher> {
  const { docker } = await ensureNewest();
  const caught = new Map<string, string[]>();
  const server = createServer(async (request, answer) => {
    answer.setHeader("Api-Version", "1.47");
    answer.setHeader("Ostype", "linux");
    const url = new URL(request.url ?? "", "http://daemon");
    if (!url.pathname.endsWith("/build")) return void answer.end("OK");
    const entries = Object.entries(await filesIn(request));
    const files = entries.flatMap(([path, content]) => (content === "directory" ? [] : [path]));
    caught.set(url.searchParams.get("t") ?? "", files);
    answer.setHeader("Content-Type", "application/json").end("{}");
  });
  const socket = join(folder, "daemon.sock");
  server.listen(socket);
  await once(server, "listening");
  let count = 0;
  return {
    contextOf: async (context) => {
      const tag = `context:${++count}`;
      const env = { DOCKER_BUILDKIT: "0", DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: folder, LC_ALL: "C.UTF-8" };
      const argv = [join(docker.folder, "usr/bin/docker"), "build", "--tag", tag, context];
      const { code, stderr } = await run(argv, { env, acceptedCodes: [1] });
      const files = caught.get(tag);
      caught.delete(tag);
      return code === 0 && files ? { files: files.sort() } : { refusal: stderr.trim().split("\n").at(-1) ?? "" };
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
