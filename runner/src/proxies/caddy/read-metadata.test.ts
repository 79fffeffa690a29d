import { expect, test } from "vitest";
import { createFakeHost } from "../../engine/fake-host.ts";
import { checkMetadata } from "../../plan/metadata-check.ts";
import { createAutoClock } from "../../testing/auto-clock.ts";
import { readMetadata } from "./read-metadata.ts";

/** A daemon whose proxy container ends what it is asked with this code, at the second look. */
async function aServer(exitCode: number | null) {
  const asked: unknown[] = [];
  let looks = 0;
  const host = await createFakeHost({
    apiVersion: "1.43",
    docker: async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const path = (request.url ?? "").replace(/^\/v[0-9.]+/, "");
      const say = (status: number, body: unknown) =>
        void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      if (path === "/containers/fairlead-proxy/exec" && exitCode === null) return say(404, { message: "no container" });
      if (path === "/containers/fairlead-proxy/exec") {
        asked.push(JSON.parse(Buffer.concat(chunks).toString()).Cmd);
        return say(201, { Id: "e1" });
      }
      if (path === "/exec/e1/start") return say(200, {});
      return say(200, { Running: ++looks < 2, ExitCode: looks < 2 ? null : exitCode });
    },
  });
  return { host, asked };
}

test.each([
  ["answers", 0, "warning"],
  ["does not answer", 1, "ok"],
  ["cannot be asked, as the image has no such program", 2, "skipped"],
  ["cannot be asked, as there is no proxy", null, "skipped"],
] as const)("a cloud's metadata that %s is told so in the server check", async (_name, exitCode, status) => {
  const { host } = await aServer(exitCode);
  expect(checkMetadata(await readMetadata(host, createAutoClock()))).toMatchObject({ name: "metadata", status });
});

test("the container asks for nothing, and throws away what it is told", async () => {
  const { host, asked } = await aServer(1);
  await readMetadata(host, createAutoClock());
  expect(JSON.stringify(asked)).toContain("-O /dev/null http://169.254.169.254/ ");
});
