import { afterAll, beforeAll, expect, test } from "vitest";
import { openSshHost } from "../../runner/src/hosts/ssh-host.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { waitFor } from "../lab/wait-for.ts";
import { targetOf } from "./lab-target.ts";

// What servers are set up like, and what the runner makes of it: it works, or the words say what is in its way.

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ servers: 1 });
});
afterAll(() => lab?.stop());

const write = (path: string, text: string) =>
  lab.server(0).exec(["sh", "-c", 'printf %s "$2" >"$1"', "sh", path, text]);
/** Sets up the user, looks what the runner finds, and sets everything back. */
async function found(
  user: string,
  { sshd, bashrc, loginShell }: { sshd?: string; bashrc?: string; loginShell?: string },
) {
  const machine = lab.server(0);
  const before = (await machine.exec(["cat", "/etc/ssh/lab_sshd_config"])).stdout;
  const target = await targetOf(machine, user);
  const reload = async (config: string) => {
    await write("/etc/ssh/lab_sshd_config", config);
    await machine.exec(["pkill", "-HUP", "--pidfile", "/run/sshd.pid"]);
    await waitFor("sshd to be back", async () =>
      openSshHost(await targetOf(machine, user === "root" ? "deploy" : "root"), { timings: sshTimings }).then(
        (host) => host.close().then(() => true),
        () => undefined,
      ),
    );
  };
  try {
    if (bashrc !== undefined) await write(`/home/${user}/.bashrc`, bashrc);
    if (loginShell !== undefined) await machine.exec(["usermod", "--shell", loginShell, user]);
    if (sshd !== undefined) await reload(`${before}\nMatch User ${user}\n  ${sshd}\n`);
    const host = await openSshHost(target, { timings: sshTimings });
    try {
      const { length } = await host.docker.listImages();
      (await host.dial({ host: "127.0.0.1", port: 22 })).destroy();
      return { via: host.dockerVia, works: length > 0 };
    } finally {
      await host.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "reason" in error && "nextAction" in error)) throw error;
    return { reason: error.reason, said: `${error.message} ${String(error.nextAction)}` };
  } finally {
    if (sshd !== undefined) await reload(before);
    if (loginShell !== undefined) await machine.exec(["usermod", "--shell", "/bin/bash", user]);
    if (bashrc !== undefined) await machine.exec(["rm", `/home/${user}/.bashrc`]);
  }
}

test.each([
  ["a line of greeting", "echo Welcome to the server"],
  ["a greeting without an end, in other letters", "printf 'Schön, dass du da bist: '"],
  ["a page of them", "seq 1 2000"],
  ["a greeting on the other output", "echo Welcome >&2"],
])("%s of the login shell does no harm", async (_what, bashrc) => {
  expect(await found("sudoer", { bashrc })).toEqual({ via: "sudo", works: true });
});

test.each([
  ["start files that end the shell", { bashrc: "echo Maintenance; exit 0" }],
  ["a shell that lets nobody in", { loginShell: "/usr/sbin/nologin" }],
])("%s are told, with what the shell says", async (_what, setup) => {
  const { reason, said } = await found("sudoer", setup);
  expect({ reason, said }).toEqual({
    reason: "docker-permission",
    said: expect.stringContaining("login shell of sudoer"),
  });
});

test.each([
  ["deploy", "DisableForwarding yes"],
  ["deploy", "AllowStreamLocalForwarding no"],
  ["deploy", "AllowTcpForwarding no"],
  ["root", "AllowStreamLocalForwarding no"],
  ["sudoer", "DisableForwarding yes"],
])("for %s, %s is told as that, and not hidden by another way to Docker", async (user, sshd) => {
  const { reason, said } = await found(user, { sshd });
  expect({ reason, said }).toEqual({
    reason: "forwarding-refused",
    said: expect.stringMatching(/forbids forwarding.*Allow it for this user/),
  });
});

test.each(["MaxSessions 1", "MaxSessions 0"])("%s is told as too few sessions", async (sshd) => {
  const { reason, said } = await found("sudoer", { sshd });
  expect({ reason, said }).toEqual({ reason: "forwarding-refused", said: expect.stringContaining("MaxSessions 10") });
});

test("a user outside the docker group without sudo is told to join it", async () => {
  await lab.server(0).exec(["gpasswd", "-d", "deploy", "docker"]);
  try {
    const { reason, said } = await found("deploy", {});
    expect({ reason, said }).toEqual({
      reason: "docker-permission",
      said: expect.stringContaining("usermod -aG docker"),
    });
  } finally {
    await lab.server(0).exec(["gpasswd", "-a", "deploy", "docker"]);
  }
});
