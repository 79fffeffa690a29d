import { DockerAgent } from "../../../../runner/src/engine/docker-agent.ts";
import { openDockerClient } from "../../../../runner/src/engine/docker-client.ts";
import { honestAnswer } from "../docker-answers.ts";
import { answerOf, streamThatSays } from "../hostile-stream.ts";
import { mutateBytes, someBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const ping = answerOf({ headers: { "Api-Version": "1.47" }, body: "OK" });
const list = answerOf({
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(honestAnswer("/v1.47/containers/json")),
});
const chunked = Buffer.from(
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Etag\r\n\r\n5\r\n[1,2,\r\n2\r\n3]\r\n0\r\nEtag: x\r\n\r\n",
);
const upgrade = Buffer.from(
  "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0\r\n\r\n",
);
const early = Buffer.from("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");

/** The bytes of the daemon's connection themselves. */
export const dockerHttp: Target = {
  name: "docker-http",
  title: "bytes in place of HTTP on the daemon's connection",
  reads: ["runner/src/engine/docker-client.ts", "runner/src/engine/docker-modem.ts"],
  cases: 300,
  async tryOne(random) {
    const kind = random.pick(["ping", "list", "chunked", "upgrade", "early", "noise"] as const) ?? "noise";
    const given = { ping, list, chunked, upgrade, early: Buffer.concat([early, list]), noise: someBytes(random, 400) }[
      kind
    ];
    let isFirst = true;
    const open = () => {
      const isPing = isFirst && kind !== "ping";
      isFirst = false;
      return streamThatSays(random, isPing ? ping : mutateBytes(random, given));
    };
    const agent = new DockerAgent({ label: "hostile", open, limits: { short: 4, long: 4 } });
    try {
      const client = await openDockerClient(agent, { label: "hostile" });
      if (random.chance(0.5)) await client.docker.listContainers({ all: true });
      else {
        const request = {
          method: "POST",
          path: "/session",
          ...(random.chance(0.5) ? { upgrade: "h2c" as const } : {}),
        } as const;
        const { response, stream } = await client.dockerRequest({ ...request, signal: AbortSignal.timeout(4_000) });
        stream?.on("error", () => undefined).destroy();
        response.on("error", () => undefined).destroy();
      }
      return kind;
    } finally {
      agent.destroy();
    }
  },
};
