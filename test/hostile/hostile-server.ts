import { docker } from "../lab/docker.ts";
import type { LabServer } from "../lab/server.ts";
import { commands, marks } from "./strings.ts";

/** A container of somebody else, made to look like ours and to be run or trusted by whoever reads what Docker says. */
export async function aForgedContainer(server: LabServer, { application }: { application: string }): Promise<string> {
  const labels = {
    "fairlead.managed": "true",
    "fairlead.application": application,
    "fairlead.team": commands.substitution,
    "fairlead.deployment": `../../${marks.ANSI}`,
    "fairlead.number": commands.semicolon,
    "fairlead.attempt": marks.script,
    "fairlead.commit": marks.braces,
  };
  const flags = Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
  const image = ["caddy:2", "sleep", "600"];
  return docker(server, ["run", "--detach", "--name", `${application.replace("_", "-")}-x`, ...flags, ...image]);
}

/** What a login sees and what Docker reports of the machine. Returns the name of its system. */
export async function makeHostile(server: LabServer): Promise<string> {
  const system = `Debian ${marks.script} ${commands.substitution}`;
  const write = (path: string, text: string) => server.exec(["tee", path], { input: text });
  await write("/etc/os-release", `PRETTY_NAME='${system}'\nNAME=Debian\nID=debian\n`);
  await write("/etc/motd", `${marks.ANSI}\n${commands.backticks}\n`);
  await write("/root/.bashrc", `printf '%s\\n' '${marks["terminal link"]}' '${marks.script}'\n`);
  // The program for it refuses such a name, the kernel does not.
  await write("/proc/sys/kernel/hostname", "$(id)<b>{env.X}");
  return system;
}
