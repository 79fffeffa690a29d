import { commandName, label, labelsOf, proxyName } from "../../../runner/src/plan/names.ts";
import { ids } from "../../../runner/src/testing/builders.ts";

const release = { team: ids.team, resource: ids.resource, deployment: ids.deployment(1), number: 1, attempt: 1 };
export const containerId = "a".repeat(64);
const networks = { "fairlead-test": { IPAddress: "172.18.0.2" } };
const listed = {
  Id: containerId,
  Names: ["/live-app"],
  ImageID: `sha256:${"b".repeat(64)}`,
  State: "running",
  Labels: labelsOf(release),
  NetworkSettings: { Networks: networks },
  Ports: [{ PublicPort: 80 }],
};

/** What an honest daemon answers, by the beginning of the path behind the version. */
const honestAnswers: [path: string, body: unknown][] = [
  ["/containers/json", [listed, { ...listed, Names: [`/${commandName(release, "command")}`], State: "exited" }]],
  [
    `/containers/${proxyName}/json`,
    {
      Id: containerId,
      State: { Running: true },
      Config: { Labels: { [label.proxy]: "caddy" }, Env: ["CADDY_VERSION=v2.11.4"] },
      NetworkSettings: { Networks: networks },
    },
  ],
  [`/containers/${containerId}/wait`, { StatusCode: 0 }],
  [
    "/containers/",
    {
      Id: containerId,
      RestartCount: 2,
      State: { Pid: 42, OOMKilled: false, Error: "", FinishedAt: "2026-01-01T00:00:00Z" },
      StatusCode: 137,
      NetworkSettings: { Networks: networks },
    },
  ],
  ["/images/json", [{ Id: `sha256:${"b".repeat(64)}`, Labels: labelsOf(release) }]],
  [
    "/images/",
    { Id: `sha256:${"b".repeat(64)}`, RepoDigests: [`busybox@sha256:${"c".repeat(64)}`], Config: { Env: [] } },
  ],
  ["/events", { Actor: { Attributes: { exitCode: "3" } } }],
  ["/exec/", { Running: false, ExitCode: 1 }],
  [
    "/networks",
    [
      {
        Id: "d".repeat(64),
        Name: "fairlead-test",
        Created: "2026-01-01T00:00:00Z",
        Labels: { [label.managed]: "true" },
      },
    ],
  ],
  [
    "/info",
    {
      OperatingSystem: "Debian",
      Architecture: "x86_64",
      NCPU: 2,
      MemTotal: 4e9,
      ServerVersion: "28.0",
      SystemTime: "2026-01-01T00:00:00Z",
    },
  ],
];

export function honestAnswer(url: string): unknown {
  const path = url.replace(/^\/v1\.\d+/, "");
  return honestAnswers.find(([beginning]) => path.startsWith(beginning))?.[1] ?? { message: "no such thing" };
}
