import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, dockerBuild, type HandBuild } from "./docker.ts";
import { fixtureFiles } from "./fixture-files.ts";
import { type Lab, startLab } from "./lab.ts";
import type { LabServer } from "./server.ts";
import { waitFor } from "./wait-for.ts";

describe("fixture application", () => {
  let lab: Lab;
  let server: LabServer;
  beforeAll(async () => {
    lab = await startLab({ servers: [{ diskBytes: 1024 ** 3 }] });
    server = lab.server(0);
  });
  afterAll(() => lab?.stop());

  const build = async (name: string, options: Partial<HandBuild> = {}) =>
    dockerBuild(server, { tag: name, files: await fixtureFiles(name), ...options });

  /** Runs it and returns the address of its port 3000, reachable from this machine. */
  async function start(name: string, options: readonly string[] = []): Promise<string> {
    await docker(server, ["run", "-d", "--name", name, "-p", "3000", ...options, name]);
    const published = await docker(server, ["port", name, "3000/tcp"]);
    return `http://${server.host}:${published.split("\n")[0]?.split(":").at(-1)}`;
  }

  const answering = (url: string, wanted: number) =>
    waitFor(`${url} to answer ${wanted}`, async () => {
      const answer = await fetch(url);
      return answer.status === wanted ? answer.text() : undefined;
    });

  test("healthy tells commit and version, keeps bytes of variables and echoes bodies and messages", async () => {
    await build("healthy");
    const value = 'spaces  and\nlines "quotes" $HOME `id` \\n äöü';
    const url = await start("healthy", ["-e", "FAIRLEAD_COMMIT=abc", "-e", `ODD=${value}`]);
    expect(JSON.parse(await answering(`${url}/`, 200))).toMatchObject({ commit: "abc", version: "v1" });
    expect(await (await fetch(`${url}/env/ODD`)).text()).toBe(value);
    expect(await (await fetch(url, { method: "POST", body: "echo" })).text()).toBe("echo");
    const events = (await fetch(`${url}/sse`)).body?.getReader();
    expect(Buffer.from((await events?.read())?.value ?? []).toString()).toContain('data: {"commit":"abc"');
    await events?.cancel();
    expect(await echoByWebsocket(url.replace("http", "ws"), "hello over there")).toBe("hello over there");
  });

  test("healthy answers a slow request although it was told to stop", async () => {
    const published = await docker(server, ["port", "healthy", "3000/tcp"]);
    const slow = request({ host: server.host, port: published.split(":").at(-1), path: "/slow?ms=1500" });
    slow.end();
    await once(slow, "socket");
    await waitFor("the request to arrive", async () => (await docker(server, ["top", "healthy"])) || undefined);
    const stopped = docker(server, ["stop", "healthy"]);
    const [answer] = await once(slow, "response");
    expect(answer.statusCode).toBe(200);
    await stopped;
    expect(await docker(server, ["inspect", "-f", "{{.State.ExitCode}}", "healthy"])).toBe("0");
  });

  test("the slow one starts late, the unhealthy one answers 500, the crashing one exits with 1", async () => {
    for (const name of ["slow-start", "never-healthy", "crash-after-2s"]) await build(name);
    const unhealthy = await start("never-healthy");
    await start("crash-after-2s");
    // Last, and asked at once: whatever else is started meanwhile may take longer than it does.
    const slow = await start("slow-start");
    await expect(fetch(slow)).rejects.toThrow();
    expect(await answering(unhealthy, 500)).toContain("not migrated");
    expect(await answering(slow, 200)).toContain("now ready");
    await waitFor("the exit", async () => {
      const state = await docker(server, ["inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "crash-after-2s"]);
      return state === "exited 1" || undefined;
    });
  });

  test.each(["wrong-port", "loopback-only"])("%s runs and cannot be reached", async (name) => {
    await build(name);
    const url = await start(name);
    await waitFor(
      "it to listen",
      async () => (await docker(server, ["logs", name])).includes("listening") || undefined,
    );
    await expect(fetch(url)).rejects.toThrow();
  });

  test("a build that fails says why, and one that fills the disk says so", async () => {
    await expect(build("bad-dockerfile")).rejects.toThrow("error TS2322");
    await expect(build("fills-disk")).rejects.toThrow("No space left on device");
  });

  test("build-secret needs its secret and serves only a checksum of it", async () => {
    await expect(build("build-secret")).rejects.toThrow("api_token");
    await build("build-secret", { secrets: { api_token: "s3cret" } });
    const body = await answering(await start("build-secret"), 200);
    expect(body).toMatch(/^[0-9a-f]{64}/);
    expect(await docker(server, ["history", "--no-trunc", "build-secret"])).not.toContain("s3cret");
  });

  test("distroless-like serves without a shell inside", async () => {
    await build("distroless-like");
    expect(await answering(await start("distroless-like"), 200)).toContain("no shell in here");
    await expect(docker(server, ["exec", "distroless-like", "sh", "-c", "true"])).rejects.toThrow("not found");
  });
});

async function echoByWebsocket(url: string, text: string): Promise<string> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  socket.send(text);
  const [message] = await once(socket, "message");
  socket.close();
  return message.data;
}
