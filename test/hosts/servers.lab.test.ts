import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../runner/src/agent/clock.ts";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openLocalDockerHost } from "../../runner/src/engine/local-docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { createHostPool } from "../../runner/src/hosts/host-pool.ts";
import { authorizedKeysLine, ensureRunnerKey } from "../../runner/src/hosts/ssh-keys.ts";
import { type SshTarget, scanHostKey, sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { describeHostFiles } from "../../runner/src/hosts/testing/host-files.suite.ts";
import { docker } from "../lab/docker.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { waitFor } from "../lab/wait-for.ts";
import { targetOf } from "./lab-target.ts";

const quick = { ...sshTimings, keepaliveIntervalMs: 500, keepaliveCountMax: 2 };

describe("servers over ssh", () => {
  let lab: Lab;
  const opened: DockerHost[] = [];
  beforeAll(async () => {
    lab = await startLab({ servers: 2 });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((host) => host.close()));
  });
  afterAll(() => lab?.stop());

  const openAt = async (target: SshTarget) => {
    const host = await openSshDockerHost(target, { timings: quick });
    opened.push(host);
    return host;
  };
  const openAs = async (user: string, index = 0) => openAt(await targetOf(lab.server(index), user));

  describe("first contact and identity", () => {
    test("a scan shows the key the server's own tools show", async () => {
      const server = lab.server(0);
      const seen = await scanHostKey(server);
      expect(seen).toEqual({ hostKey: server.hostKey, fingerprint: server.hostKeyFingerprint });
    });

    test("a changed host key stops everything until it is trusted", async () => {
      const target = await targetOf(lab.server(1), "deploy");
      await lab.server(1).changeHostKey();
      await expect(openAt(target)).rejects.toMatchObject({
        name: "HostKeyChanged",
        seenFingerprint: lab.server(1).hostKeyFingerprint,
      });
      const host = await openAs("deploy", 1);
      expect(host.home).toBe("/home/deploy");
    });

    test("the one authorized_keys line the runner asks for is enough for all it does", async () => {
      const state = mkdtempSync(join(tmpdir(), "fairlead-state-"));
      const key = await ensureRunnerKey(state);
      await lab.server(0).authorize("deploy", authorizedKeysLine(key));
      await lab.server(0).authorize("sudoer", authorizedKeysLine(key));
      for (const user of ["deploy", "sudoer"]) {
        const host = await openAt({ ...(await targetOf(lab.server(0), user)), privateKey: key.privateKey });
        await host.docker.listContainers();
        await host.files.write(`${host.home}/proof`, "x");
        (await host.dial({ host: "127.0.0.1", port: 22 })).destroy();
      }
      rmSync(state, { recursive: true });
    });

    test("a key the server does not know names the line to add", async () => {
      const state = mkdtempSync(join(tmpdir(), "fairlead-state-"));
      const { privateKey } = await ensureRunnerKey(state);
      const target = { ...(await targetOf(lab.server(0), "deploy")), privateKey };
      await expect(openAt(target)).rejects.toMatchObject({
        reason: "auth-refused",
        nextAction: expect.stringContaining(target.authorizedKeysLine),
      });
      rmSync(state, { recursive: true });
    });
  });

  describe("the way to Docker", () => {
    test.each([
      ["root", "socket"],
      ["deploy", "socket"],
      ["sudoer", "sudo"],
    ])("%s reaches it by %s, for short calls in bulk and for streams", async (user, via) => {
      const host = await openAs(user);
      expect(host.dockerVia).toBe(via);
      await Promise.all(Array.from({ length: 100 }, () => host.docker.listContainers({ all: true })));
      const container = await host.docker.createContainer({
        Image: "busybox",
        Cmd: ["cat"],
        OpenStdin: true,
        StdinOnce: true,
      });
      const stream = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true });
      const lines: string[] = [];
      stream.on("data", (chunk: Buffer) => lines.push(chunk.subarray(8).toString()));
      await container.start();
      stream.end("hello\n");
      expect(await container.wait()).toMatchObject({ StatusCode: 0 });
      await waitFor("the echo", async () => lines.join("") === "hello\n" || undefined);
      await container.remove();
    });

    test("a user outside the docker group is told the command that mends it", async () => {
      const server = lab.server(1);
      await server.exec(["gpasswd", "-d", "deploy", "docker"]);
      await expect(openAs("deploy", 1)).rejects.toMatchObject({
        reason: "docker-permission",
        nextAction: expect.stringContaining("usermod -aG docker deploy"),
      });
      await server.exec(["gpasswd", "-a", "deploy", "docker"]);
    });

    test.each(["-TERM", "-KILL"])("a Docker that was stopped by %s is told from a closed door", async (signal) => {
      const server = lab.server(1);
      await server.exec(["pkill", signal, "-x", "dockerd"]);
      const isOver = async () =>
        (await server.exec(["pgrep", "-x", "dockerd"], { acceptedCodes: [1] })).code === 1 || undefined;
      await waitFor("the end of dockerd", isOver);
      await expect(openAs("root", 1)).rejects.toMatchObject({ reason: "docker-stopped", mayPass: true });
      await expect(openAs("deploy", 1)).rejects.toMatchObject({ reason: "docker-stopped" });
      await server.stop();
      await server.boot();
    });

    test("the machine of the runner itself is a host like any other", async () => {
      const host = await openLocalDockerHost({ dockerSocket: lab.server(0).dockerSocketPath });
      expect((await host.docker.listImages()).length).toBeGreaterThan(0);
      await host.close();
      await expect(openLocalDockerHost({ dockerSocket: "/nowhere/docker.sock" })).rejects.toMatchObject({
        reason: "docker-stopped",
      });
    });
  });

  describe("addresses inside the server", () => {
    test("a container without a published port is reached, and a closed port is refused", async () => {
      const host = await openAs("deploy");
      const listen = "require('net').createServer((socket) => socket.end('from inside')).listen(8080)";
      await docker(lab.server(0), ["run", "-d", "--name", "inside", "node:24-alpine", "node", "-e", listen]);
      const address = await docker(lab.server(0), [
        "inspect",
        "-f",
        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
        "inside",
      ]);
      const answer = await waitFor("the answer", async () => {
        const stream = await host.dial({ host: address, port: 8080 });
        let text = "";
        for await (const chunk of stream) text += chunk;
        return text;
      });
      expect(answer).toBe("from inside");
      await expect(host.dial({ host: address, port: 9 })).rejects.toMatchObject({
        name: "DialRefused",
        reason: "refused",
      });
      await expect(host.dial({ unix: "/nowhere.sock" })).rejects.toMatchObject({
        name: "DialRefused",
        reason: "refused",
      });
    });
  });

  describe("losing a server", () => {
    test("without a goodbye ends every call with the reason, and the pool opens a new handle when it is back", async () => {
      const server = lab.server(1);
      const pool = createHostPool<SshTarget, DockerHost>({
        open: (target, signal) => openSshDockerHost(target, { timings: quick, signal }),
        keyOf: ({ host, user, hostKeys }) => JSON.stringify([host, user, hostKeys]),
        idleMs: 60_000,
        attempts: 5,
        backoffMs: () => 200,
        timers: systemClock,
      });
      const target = await targetOf(server, "root");
      const { host } = await pool.acquire(target);
      await docker(server, ["run", "-d", "--name", "waits", "--restart", "always", "busybox", "sleep", "3600"]);
      const waiting = host.docker.getContainer("waits").wait();
      const listing = server.kill().then(() => host.docker.listContainers());
      await expect(waiting).rejects.toMatchObject({ reason: "lost" });
      await expect(listing).rejects.toMatchObject({ reason: "lost" });
      await server.boot();
      const again = await pool.acquire(target);
      expect(again.host).not.toBe(host);
      expect((await again.host.docker.listContainers()).length).toBeGreaterThan(0);
      await pool.closeAll();
    });

    test("a short cut loses nothing", async () => {
      const server = lab.server(0);
      const host = await openSshDockerHost(await targetOf(server, "deploy"), { timings: sshTimings });
      opened.push(host);
      await server.cut();
      const listing = host.docker.listContainers({ all: true });
      await server.heal();
      expect(Array.isArray(await listing)).toBe(true);
    });
  });

  describeHostFiles("a server", async () => {
    const host = await openAs("deploy");
    return { files: host.files, directory: host.home };
  });
});
