import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../lab/lab.ts";

const hierarchies = "/sys/fs/cgroup";

/** CPU time everything on a lab server has used so far: sshd, dockerd, builds, containers. The server is a control group of its own. */
export function serverCpuMs({ address, server }: Lab, index: number): number {
  const group = `fl${address.split(".")[2]}/${server(index).name}`;
  const v1 = join(hierarchies, "cpuacct", group, "cpuacct.usage");
  if (existsSync(v1)) return Number(readFileSync(v1, "utf8")) / 1e6;
  const [, usedUs] = /^usage_usec (\d+)/m.exec(readFileSync(join(hierarchies, group, "cpu.stat"), "utf8")) ?? [];
  return Number(usedUs) / 1e3;
}
