import * as v from "valibot";
import type { Clock } from "../../agent/clock.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { DialRefused } from "../../hosts/host-fault.ts";
import { imageFolders, StoreInfo } from "../../plan/image-folders.ts";
import { label } from "../../plan/names.ts";
import type { PortHolder, SeenServer } from "../../plan/server-checks.ts";

// All of this is what the server says of itself: shown as text, never trusted for more.
const shortText = v.pipe(
  v.string(),
  v.transform((text) => text.replace(/\p{Cc}/gu, " ").slice(0, 200)),
);
const Info = v.object({
  OperatingSystem: v.optional(shortText, ""),
  Architecture: v.optional(shortText, ""),
  NCPU: v.optional(v.number(), 0),
  MemTotal: v.optional(v.number(), 0),
  ServerVersion: v.optional(shortText, ""),
  SystemTime: v.optional(v.string(), ""),
  ...StoreInfo.entries,
  InitCommit: v.optional(v.object({ ID: v.optional(v.string()) })),
  SecurityOptions: v.nullish(v.array(v.string())),
  LiveRestoreEnabled: v.optional(v.boolean()),
  Swarm: v.optional(v.object({ LocalNodeState: v.optional(v.string()) })),
});

export async function readServerFacts(host: DockerHost, clock: Pick<Clock, "now">): Promise<SeenServer> {
  const askedAt = clock.now();
  const info = v.parse(Info, await host.docker.info());
  const answeredAt = clock.now();
  const serverTime = Date.parse(info.SystemTime);
  // A member of a swarm cannot have it.
  const isInSwarm = (info.Swarm?.LocalNodeState ?? "inactive") !== "inactive";
  return {
    facts: {
      os: info.OperatingSystem || null,
      architecture: info.Architecture || null,
      cpus: info.NCPU || null,
      memoryBytes: info.MemTotal || null,
      diskFreeBytes: await leastFree(host, imageFolders(info)),
      dockerVersion: info.ServerVersion || null,
      // The server looked at its clock somewhere between question and answer.
      clockSkewMs: Number.isNaN(serverTime) ? null : Math.round(serverTime - (askedAt + answeredAt) / 2),
      address: null,
    },
    // What Docker tells of a program that it could not ask.
    isRootless: (info.SecurityOptions ?? []).some((option) => option.split(",").includes("name=rootless")),
    lacksInit: info.InitCommit?.ID === "N/A",
    hasLiveRestore: isInSwarm ? undefined : info.LiveRestoreEnabled,
  };
}

/** On the fullest of the disks; of the system's where none of the folders can be asked. */
async function leastFree(host: DockerHost, folders: readonly string[]): Promise<number | null> {
  const asked = await Promise.allSettled(folders.map((folder) => host.files.freeBytes(folder)));
  const free = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  return free.length > 0 ? Math.min(...free) : host.files.freeBytes("/").catch(() => null);
}

const Listed = v.object({
  Names: v.array(v.string()),
  Labels: v.nullish(v.record(v.string(), v.string())),
  Ports: v.nullish(v.array(v.object({ PublicPort: v.optional(v.number()) }))),
});

/** Who holds the proxy's ports: a container by what Docker says, anything else by whether it answers. */
export async function readPorts(host: DockerHost): Promise<PortHolder[]> {
  const listed = v.parse(v.array(Listed), await host.docker.listContainers());
  return Promise.all([80, 443].map((port) => readPort(host, { port, listed })));
}

async function readPort(
  host: DockerHost,
  { port, listed }: { port: number; listed: v.InferOutput<typeof Listed>[] },
): Promise<PortHolder> {
  const container = listed.find(({ Ports }) => Ports?.some(({ PublicPort }) => PublicPort === port));
  if (container?.Labels?.[label.proxy]) return { port, holder: "ours", name: undefined };
  if (container) return { port, holder: "container", name: container.Names[0]?.replace(/^\//, "") };
  try {
    const stream = await host.dial({ host: "127.0.0.1", port }, { timeoutMs: 3_000 });
    stream.on("error", () => undefined);
    stream.destroy();
    return { port, holder: "other", name: undefined };
  } catch (error) {
    if (error instanceof DialRefused) return { port, holder: "free", name: undefined };
    throw error;
  }
}
