import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./command.ts";
import { docker, dockerBuild } from "./docker.ts";
import { fixtureFiles } from "./fixture-files.ts";
import { type Lab, startLab } from "./lab.ts";
import { checkoutFolder } from "./places.ts";
import type { LabServer } from "./server.ts";
import type { LabUser } from "./server-files.ts";

describe("the lab", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ servers: [{}, { diskBytes: 512 * 1024 * 1024 }] });
  });
  afterAll(() => lab?.stop());

  describe("servers", () => {
    test("each runs a docker daemon of its own", async () => {
      const ids = await Promise.all(lab.servers.map((server) => docker(server, ["info", "--format", "{{.ID}}"])));
      expect(new Set(ids).size).toBe(2);
    });

    test("none sees the checkout that the tests run from", async () => {
      // Its folder itself may stay, as an empty one.
      const file = `${checkoutFolder}/package.json`;
      expect(existsSync(file)).toBe(true);
      const { code } = await lab.server(0).exec(["test", "-e", file], { acceptedCodes: [1] });
      expect(code).toBe(1);
    });

    test("deploy reaches docker by its group", async () => {
      const { stdout } = await ssh(lab.server(0), {
        user: "deploy",
        argv: ["docker", "version", "-f", "{{.Server.Os}}"],
      });
      expect(stdout.trim()).toBe("linux");
    });

    test("sudoer reaches docker only through the one command sudo allows", async () => {
      const direct = ssh(lab.server(0), { user: "sudoer", argv: ["docker", "ps"] });
      await expect(direct).rejects.toThrow("permission denied");
      const input = "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
      const argv = ["sudo", "-n", "docker", "system", "dial-stdio"];
      const { stdout } = await ssh(lab.server(0), { user: "sudoer", argv, input });
      expect(stdout).toContain("200 OK");
      await expect(ssh(lab.server(0), { user: "sudoer", argv: ["sudo", "-n", "id"] })).rejects.toThrow("password");
    });

    test("a key that was authorized may log in", async () => {
      const key = `${lab.forge.certificates.keyFile}.ssh`;
      await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key]);
      const { stdout: publicKey } = await run(["cat", `${key}.pub`]);
      await expect(ssh(lab.server(0), { user: "deploy", argv: ["id", "-un"], key })).rejects.toThrow("denied");
      await lab.server(0).authorize("deploy", publicKey);
      const { stdout } = await ssh(lab.server(0), { user: "deploy", argv: ["id", "-un"], key });
      expect(stdout.trim()).toBe("deploy");
    });

    test("containers with a restart policy are back after a power loss", async () => {
      const server = lab.server(0);
      await docker(server, ["run", "-d", "--name", "stays", "--restart", "always", "busybox", "sleep", "3600"]);
      await server.kill();
      await server.boot();
      expect(await docker(server, ["inspect", "-f", "{{.State.Running}}", "stays"])).toBe("true");
    });

    test("a cut server is silent until it is healed", async () => {
      const server = lab.server(1);
      const ask = () => run(["ssh-keyscan", "-T", "1", "-t", "ed25519", server.host], { acceptedCodes: [1] });
      await server.cut();
      expect((await ask()).stdout).toBe("");
      await server.heal();
      expect((await ask()).stdout).toContain(server.hostKey);
    });

    test("a changed host key is what the server then shows", async () => {
      const server = lab.server(0);
      const before = server.hostKey;
      const after = await server.changeHostKey();
      expect(after).not.toBe(before);
      expect((await run(["ssh-keyscan", "-t", "ed25519", server.host])).stdout).toContain(after);
    });

    test("a full disk stops what writes until it is freed", async () => {
      const server = lab.server(1);
      const write = () =>
        docker(server, ["run", "--rm", "busybox", "dd", "if=/dev/zero", "of=/fill", "bs=1M", "count=16"]);
      await docker(server, ["pull", "busybox"]);
      await server.fillDisk({ leaveBytes: 8_000_000 });
      await expect(write()).rejects.toThrow("No space left on device");
      await server.freeDisk();
      await write();
    });
  });

  describe("services", () => {
    test("the private registry gives nothing to those who are not logged in", async () => {
      const server = lab.server(0);
      const { address, username, password } = lab.privateRegistry;
      const image = `${address}/acme/shop:v1`;
      await docker(server, ["pull", "alpine:3"]);
      await docker(server, ["tag", "alpine:3", image]);
      await expect(docker(server, ["push", image])).rejects.toThrow("no basic auth credentials");
      await docker(server, ["login", "-u", username, "--password-stdin", address], { input: password });
      await docker(server, ["push", image]);
      await docker(server, ["rmi", image]);
      expect(await docker(server, ["pull", image])).toContain("Downloaded newer image");
      const files = { Dockerfile: `FROM ${image}\nRUN true\n` };
      await dockerBuild(server, { tag: "from-private", files });
      await docker(server, ["logout", address]);
    });

    test("wildcard domains lead to their server and others only where they are pointed", async () => {
      expect(await lab.dns.resolve(lab.domain(1, "shop"))).toBe(lab.server(1).host);
      await expect(lab.dns.resolve("shop.example.test")).rejects.toThrow("ENOTFOUND");
      await lab.dns.point("shop.example.test", lab.server(0).host);
      expect(await lab.dns.resolve("shop.example.test")).toBe(lab.server(0).host);
    });

    test("a proxy on a server gets a certificate for its domain", async () => {
      const domain = lab.domain(0, "secure");
      await serveWithCertificate(lab, domain);
      const root = `${lab.forge.certificates.keyFile}.issuer.pem`;
      await run(["tee", root], { input: await lab.acme.issuerRootPem() });
      const resolve = `${domain}:443:${lab.server(0).host}`;
      const asked = ["curl", "-sf", "--retry", "40", "--retry-delay", "1", "--retry-all-errors"];
      const { stdout } = await run([...asked, "--cacert", root, "--resolve", resolve, `https://${domain}/`]);
      expect(stdout).toBe("over tls");
    });

    test("a build installs a real package through the outbound proxy", async () => {
      const server = lab.server(0);
      const files = await fixtureFiles("npm-deps");
      await dockerBuild(server, { tag: "npm-deps", files, arguments: [`HTTPS_PROXY=${lab.outboundProxy}`] });
      await docker(server, ["run", "-d", "--name", "npm-deps", "-p", "3000:3000", "npm-deps"]);
      const asked = ["curl", "-sf", "--retry", "20", "--retry-delay", "1", "--retry-all-errors"];
      const { stdout } = await run([...asked, `http://${server.host}:3000/`]);
      expect(JSON.parse(stdout)).toMatchObject({ version: "v1", madeWith: "express" });
    });
  });
});

interface SshOptions {
  user: LabUser;
  argv: readonly string[];
  key?: string;
  input?: string;
}

function ssh({ host, userKeyPath }: LabServer, { user, argv, key = userKeyPath, input = "" }: SshOptions) {
  const options = ["IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "BatchMode=yes"];
  return run(["ssh", "-i", key, ...options.flatMap((option) => ["-o", option]), `${user}@${host}`, ...argv], { input });
}

async function serveWithCertificate(lab: Lab, domain: string): Promise<void> {
  const server = lab.server(0);
  await server.exec(["tee", "/root/acme-ca.pem"], { input: lab.acme.caPem });
  const globalOptions = `{\n\tacme_ca ${lab.acme.directoryUrl}\n\tacme_ca_root /acme-ca.pem\n}\n`;
  await server.exec(["tee", "/root/Caddyfile"], { input: `${globalOptions}${domain} {\n\trespond "over tls"\n}\n` });
  const files = ["-v", "/root/Caddyfile:/etc/caddy/Caddyfile", "-v", "/root/acme-ca.pem:/acme-ca.pem"];
  await docker(server, ["run", "-d", "--name", "caddy", "-p", "80:80", "-p", "443:443", ...files, "caddy:2"]);
}
