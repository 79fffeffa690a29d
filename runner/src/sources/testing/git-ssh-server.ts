import { spawn } from "node:child_process";
import ssh2 from "ssh2";
import { makeEd25519Key } from "../../hosts/openssh-key.ts";

export type GitSshServer = { url: (name: string) => string; hostKey: string; port: number; close: () => Promise<void> };

/** A forge's ssh door on loopback: accepts one public key and runs git-upload-pack on the repository asked for. */
export async function startGitSshServer(options: {
  repositories: string;
  publicKey: string;
  /** What it says of where the large files are. */
  lfs?: object;
}): Promise<GitSshServer> {
  const host = makeEd25519Key("forge");
  const allowed = ssh2.utils.parseKey(options.publicKey);
  if (allowed instanceof Error) throw allowed;
  const server = new ssh2.Server({ hostKeys: [host.privateKey] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (context) => {
      const isAllowed = context.method === "publickey" && context.key.data.equals(allowed.getPublicSSH());
      if (isAllowed) context.accept();
      else context.reject(["publickey"]);
    });
    client.on("session", (accept) => {
      const session = accept();
      // The client asks for GIT_PROTOCOL; like a real sshd without AcceptEnv, this one does not listen.
      session.on("env", (_acceptEnv, rejectEnv) => rejectEnv?.());
      session.on("exec", (acceptExec, rejectExec, { command }) => {
        if (options.lfs && /^git-lfs-authenticate [A-Za-z0-9./_-]+ download$/.test(command)) {
          const told = acceptExec();
          told.write(JSON.stringify(options.lfs));
          told.exit(0);
          return told.end();
        }
        const found = /^git-upload-pack '([A-Za-z0-9./_-]+)'$/.exec(command);
        if (!found?.[1]) return rejectExec();
        const channel = acceptExec();
        const child = spawn("git", ["upload-pack", `${options.repositories}/${found[1]}`], { stdio: "pipe" });
        channel.pipe(child.stdin).on("error", () => undefined);
        child.stdout.pipe(channel, { end: false });
        child.stderr.pipe(channel.stderr, { end: false });
        child.on("close", (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    hostKey: host.publicKey,
    url: (name) => `ssh://git@127.0.0.1:${port}/${name}.git`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
