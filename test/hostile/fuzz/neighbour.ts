import { isDeepStrictEqual } from "node:util";
import { readJsonLines } from "../../../runner/src/build/json-lines.ts";
import { observeContainers } from "../../../runner/src/drivers/docker/observe.ts";
import { createFakeHost } from "../../../runner/src/engine/fake-host.ts";
import { ids } from "../../../runner/src/testing/builders.ts";
import { containerId, honestAnswer } from "./docker-answers.ts";

/** Another server of the same runner, with a job of its own that is under way all the time. */
export async function createNeighbour() {
  const host = await createFakeHost({
    docker: (request, response) => {
      const url = request.url ?? "";
      response.writeHead(200, { "content-type": "application/json" });
      response.end(url.includes("/images/create") ? '{"n":1}\n{"n":2}\n' : JSON.stringify(honestAnswer(url)));
    },
  });
  return {
    /** One round of the job: throws when anything is not as it must be. */
    async work(): Promise<void> {
      const [containers, { response }] = await Promise.all([
        observeContainers(host, ids.resource),
        host.dockerRequest({ method: "POST", path: "/images/create" }),
      ]);
      const lines = [];
      for await (const line of readJsonLines(response)) lines.push(line);
      const isWhole = containers.length === 2 && containers.every(({ id }) => id === containerId);
      if (!isWhole || !isDeepStrictEqual(lines, [{ n: 1 }, { n: 2 }]))
        throw new Error("another server's job was touched");
    },
    close: () => host.close(),
  };
}
