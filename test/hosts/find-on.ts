import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { ExplainedError } from "../../runner/src/explained-error.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import type { LabServer } from "../lab/server.ts";
import { waitFor } from "../lab/wait-for.ts";
import { targetOf } from "./lab-target.ts";

export type Setup = {
  user: string;
  /** For this user, in the settings of sshd. */
  sshd?: string;
  bashrc?: string;
  /** Commands of root that set the server up, and those that set it back. */
  plant?: readonly (readonly string[])[];
  undo?: readonly (readonly string[])[];
  /** Where the runner is told that Docker listens. */
  dockerSocket?: string;
};

export type Finding =
  | { kind: "works"; via: string }
  | { kind: "fault"; reason: unknown; causeClass: string; sentence: string; nextAction: string };

/** Sets the server up, looks what the runner finds, and sets everything back. */
export async function findOn(machine: LabServer, setup: Setup): Promise<Finding> {
  const { user, sshd, bashrc, plant = [], undo = [], dockerSocket } = setup;
  const write = (path: string, text: string) => machine.exec(["sh", "-c", 'printf %s "$2" >"$1"', "sh", path, text]);
  const before = (await machine.exec(["cat", "/etc/ssh/lab_sshd_config"])).stdout;
  const target = { ...(await targetOf(machine, user)), dockerSocket };
  const reload = async (config: string) => {
    await write("/etc/ssh/lab_sshd_config", config);
    await machine.exec(["pkill", "-HUP", "--pidfile", "/run/sshd.pid"]);
    await waitFor("sshd to be back", async () =>
      openSshDockerHost(await targetOf(machine, user === "root" ? "deploy" : "root"), { timings: sshTimings }).then(
        (host) => host.close().then(() => true),
        () => undefined,
      ),
    );
  };
  try {
    if (bashrc !== undefined) await write(`/home/${user}/.bashrc`, bashrc);
    for (const command of plant) await machine.exec([...command]);
    if (sshd !== undefined) await reload(`${before}\nMatch User ${user}\n  ${sshd}\n`);
    const host = await openSshDockerHost(target, { timings: sshTimings });
    try {
      await host.docker.listImages();
      (await host.dial({ host: "127.0.0.1", port: 22 })).destroy();
      return { kind: "works", via: host.dockerVia };
    } finally {
      await host.close();
    }
  } catch (error) {
    if (!(error instanceof ExplainedError && "reason" in error)) throw error;
    const { causeClass, message: sentence, nextAction, reason } = error;
    return { kind: "fault", reason, causeClass, sentence, nextAction };
  } finally {
    for (const command of undo) await machine.exec([...command]);
    if (sshd !== undefined) await reload(before);
    if (bashrc !== undefined) await machine.exec(["rm", `/home/${user}/.bashrc`]);
  }
}
