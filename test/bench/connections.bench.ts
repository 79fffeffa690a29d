import { readFileSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import type { Measurement } from "../../scripts/bench/measurement.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import type { LabServer } from "../lab/server.ts";
import { startNodeControlPlane } from "../support/control-plane.ts";
import { residentMegabytesOf } from "../support/load/process-usage.ts";
import { median, percentile } from "../support/load/statistics.ts";
import { startRunner } from "../support/runner.ts";
import { until } from "../support/until.ts";
import { labSettings } from "../support/world.ts";
import { inLab } from "./in-lab.ts";
import { once } from "./once.ts";

const connections = 10;
const calls = 1_000;
/** Until what the start and the checks left behind is collected, as in a process that has nothing to do. */
const restMs = 20_000;

const study = once(async () => {
  const lab = await startLab({ servers: 1 });
  try {
    return { ...(await measureCalls(lab.server(0))), ...(await measureMemory(lab)) };
  } finally {
    await lab.stop();
  }
});

/** The same call in turns over the runner's SSH connection and over the daemon's own socket: a list of no containers. */
async function measureCalls(server: LabServer) {
  const host = await openSshDockerHost({
    host: server.host,
    port: server.port,
    user: "root",
    privateKey: readFileSync(server.userKeyPath, "utf8"),
    authorizedKeysLine: "",
    hostKeys: [server.hostKey],
  });
  const overSshMs: number[] = [];
  const localMs: number[] = [];
  for (let call = 0; call < calls; call++) {
    const from = performance.now();
    await host.docker.listContainers({ all: true });
    const between = performance.now();
    await listLocally(server);
    overSshMs.push(between - from);
    localMs.push(performance.now() - between);
  }
  await host.close();
  return { overSshMs, localMs };
}

function listLocally({ dockerSocketPath }: LabServer): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: dockerSocketPath, path: "/v1.41/containers/json?all=true" });
    asked.on("response", (answer) => answer.resume().on("end", resolve));
    asked.on("error", reject);
    asked.end();
  });
}

/** One machine under ten addresses: each is a server of its own to the runner, with a connection of its own. */
async function measureMemory(lab: Lab) {
  const controlPlane = await startNodeControlPlane(labSettings(lab));
  const runner = await startRunner(controlPlane, labSettings(lab));
  try {
    const machine = lab.server(0);
    await machine.authorize("root", runner.authorizedKeysLine);
    const hosts = Array.from({ length: connections }, (_, i) => machine.host.replace(/\d+$/, String(101 + i)));
    for (const host of hosts) await machine.exec(["ip", "addr", "add", `${host}/24`, "dev", "eth0"]);
    await Promise.all(hosts.map((host) => connect(host)));
    await delay(restMs);
    // SFTP is a process of its own for each connection; those have another name.
    const { stdout } = await machine.exec(["pgrep", "--count", "--full", "sshd: root@notty"]);
    if (Number(stdout) !== connections) throw new Error(`${stdout.trim()} connections are open, not ${connections}`);
    return {
      apiMegabytes: residentMegabytesOf(controlPlane.program().pid),
      runnerMegabytes: residentMegabytesOf(runner.program().pid),
    };
  } finally {
    await runner.stop();
    await controlPlane.stop();
  }

  async function connect(host: string): Promise<void> {
    const { api } = controlPlane;
    const wanted = { kind: "ssh", name: host, runnerId: runner.id, host, user: "root", proxy: "none" };
    const { id } = await api.post<{ id: string }>("/servers", wanted);
    const view = () => api.get<{ state: string; seenFingerprint: string | null }>(`/servers/${id}`);
    const fingerprint = await until(`the host key of ${host}`, async () => (await view()).seenFingerprint ?? undefined);
    await api.post(`/servers/${id}/host-key`, { fingerprint });
    const isReady = async () => /^(ready|warning)$/.test((await view()).state) || undefined;
    await until(`${host} to be ready`, isReady, { withinMs: 90_000 });
  }
}

const rows: Measurement[] = [
  {
    name: "Docker API call over the SSH connection, p50",
    unit: "ms",
    target: { atMost: 1.5 },
    run: async () => {
      const { overSshMs, localMs } = await study();
      const note = `${calls} lists in turns with the local socket, p95 ${percentile(overSshMs, 0.95).toFixed(1)} ms`;
      return { value: median(overSshMs), plain: median(localMs), note };
    },
  },
  {
    name: "idle memory, control plane",
    unit: "MB",
    target: { atMost: 120 },
    run: async () => ({ value: (await study()).apiMegabytes, note: "resident, bundled process" }),
  },
  {
    name: `idle memory, runner with ${connections} SSH connections`,
    unit: "MB",
    target: { atMost: 80 },
    run: async () => ({ value: (await study()).runnerMegabytes, note: "resident, bundled process" }),
  },
];

export const measurements = rows.map(inLab);
