import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { checkRegistry } from "../../runner/src/registry/check-registry.ts";
import type { RegistryCheck } from "../../runner/src/registry/registry-check.ts";
import { run } from "../lab/command.ts";
import { docker } from "../lab/docker.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { targetOf } from "./lab-target.ts";

// A login is tried over a real server, at a real registry.

describe("the login of a registry, tried from a server", () => {
  let lab: Lab;
  let host: DockerHost;
  beforeAll(async () => {
    lab = await startLab({ servers: [{}] });
    host = await openSshDockerHost(await targetOf(lab.server(0), "deploy"), { timings: sshTimings });
    const { address, username, password } = lab.privateRegistry;
    const onServer = (...args: string[]) => docker(lab.server(0), args);
    await onServer("tag", "alpine:3", `${address}/acme/shop:1`).catch(async () => {
      await onServer("pull", "alpine:3");
      await onServer("tag", "alpine:3", `${address}/acme/shop:1`);
    });
    await onServer("login", "-u", username, "-p", password, address);
    await onServer("push", `${address}/acme/shop:1`);
    await onServer("logout", address);
  });
  afterAll(async () => {
    await host?.close();
    await lab?.stop();
  });

  async function tried(change: Partial<RegistryCheck> = {}) {
    const { address: registry, username, password } = lab.privateRegistry;
    const { signal } = new AbortController();
    const login = { username, password };
    const lines = await checkRegistry(host, { registry, login, pull: null, push: null, signal, ...change });
    return lines.map(({ name, state }) => `${name} ${state}`);
  }
  const at = (image: string) => `${lab.privateRegistry.address}/${image}`;

  test("is taken, may pull and push, and leaves nothing behind", async () => {
    const { url, username, password } = lab.privateRegistry;
    expect(await tried({ pull: at("acme/shop:1"), push: at("acme/probe") })).toEqual([
      "login ok",
      "pull ok",
      "push ok",
    ]);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const listed = await fetch(`${url}/v2/_catalog`, { headers: { authorization } });
    expect(await listed.json()).toEqual({ repositories: ["acme/shop"] });
  });

  test("is refused, and an image that is not there is told", async () => {
    expect(await tried({ login: { username: "puller", password: "wrong" } })).toEqual(["login refused"]);
    expect(await tried({ pull: at("acme/shop:none") })).toEqual(["login ok", "pull missing"]);
  });

  test("finds nobody where nobody listens, and nobody of a name that there is not", async () => {
    expect(await tried({ registry: `${lab.address}:9` })).toEqual(["login unreachable"]);
    expect(await tried({ registry: "registry.none.test" })).toEqual(["login unreachable"]);
  });

  test("is sent to a registry that signed itself once Docker on the server is given its certificate, and not before", async () => {
    const behind = await aSecureRegistry(lab);
    try {
      expect(await tried({ registry: behind.registry })).toEqual(["login untrusted"]);
      expect(behind.asked()).toBe(0);
      const folder = `/etc/docker/certs.d/${behind.registry}`;
      await lab.server(0).exec(["mkdir", "-p", folder]);
      await lab.server(0).exec(["sh", "-c", 'printf %s "$1" > "$2"', "sh", behind.certificate, `${folder}/ca.crt`]);
      expect(await tried({ registry: behind.registry })).toEqual(["login ok"]);
      // Docker itself thinks the same.
      const { username, password } = lab.privateRegistry;
      await docker(lab.server(0), ["login", "-u", username, "-p", password, behind.registry]);
      await docker(lab.server(0), ["logout", behind.registry]);
    } finally {
      behind.close();
    }
  });
});

/** The lab's private registry behind a certificate that nobody knows. */
async function aSecureRegistry({ address, privateRegistry }: Lab) {
  const folder = mkdtempSync(join(tmpdir(), "registry-"));
  const [keyFile, file] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-keyout", keyFile];
  await run(
    ["openssl", "req", "-x509", ...key, "-out", file].concat(
      ["-subj", "/CN=registry"],
      ["-addext", `subjectAltName=IP:${address}`],
    ),
  );
  const certificate = readFileSync(file, "utf8");
  let asked = 0;
  const server = https.createServer({ cert: certificate, key: readFileSync(keyFile) }, (request, response) => {
    asked += 1;
    const { method, url, headers } = request;
    const onward = http.request(`${privateRegistry.url}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, address, done));
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  const close = () => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  return { registry: `${address}:${port}`, certificate, asked: () => asked, close };
}
