import * as v from "valibot";
import type { MountedVolume } from "../../../contract/index.ts";
import { readJsonLines } from "../../build/json-lines.ts";
import { callDocker } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { DockerAnswered } from "../../engine/docker-refusal.ts";
import type { Effect } from "../../journal/effects.ts";
import { volumeLabels, volumeOwnerOf } from "../../plan/names.ts";
import { shareOptions } from "../../plan/share-options.ts";
import type {
  MeasuredVolume,
  SeenVolume,
  VolumeOwner,
  VolumeRemoval,
  Volumes,
  VolumeToMake,
} from "../../ports/volumes.ts";

const Labels = v.nullish(v.record(v.string(), v.string()));
const Volume = v.object({
  Name: v.pipe(v.string(), v.maxLength(255)),
  Labels,
  UsageData: v.nullish(v.object({ Size: v.number(), RefCount: v.number() })),
});
const Listed = v.object({ Volumes: v.nullish(v.array(Volume)) });
const strings = v.nullish(v.array(v.string()), []);
const Image = v.object({
  Config: v.nullish(
    v.object({
      Volumes: v.nullish(v.record(v.string(), v.unknown())),
      WorkingDir: v.optional(v.string(), ""),
      Entrypoint: strings,
      Cmd: strings,
      Env: strings,
    }),
  ),
});

/** Named volumes of one server's Docker. */
export const dockerVolumes = ({ host, effect }: { host: DockerHost; effect: Effect }): Volumes => ({
  inspectImage: async (image) => toFolders(await callDocker(host.docker.getImage(image).inspect())),
  see: (names) => see(host, names),
  measure: (names, signal) => measure(host, { names, signal }),
  make: (volume, owner) => make({ host, effect }, { volume, owner }),
  remove: (volume, owner) => remove({ host, effect }, { volume, owner }),
});

function toFolders(inspected: unknown) {
  const { Config } = v.parse(Image, inspected);
  const pairs = (Config?.Env ?? []).map((line): [string, string] => {
    const [name = "", ...value] = line.split("=");
    return [name, value.join("=")];
  });
  return {
    volumes: Object.keys(Config?.Volumes ?? {}).map(plain),
    workingDirectory: Config?.WorkingDir ?? "",
    begins: [...(Config?.Entrypoint ?? []), ...(Config?.Cmd ?? [])],
    env: Object.fromEntries(pairs),
  };
}

/** `VOLUME /data/` is kept as it was typed. */
const plain = (path: string) => (path.length > 1 ? path.replace(/\/$/, "") : path);

const toSeen = ({ Name, Labels: labels }: v.InferOutput<typeof Volume>): SeenVolume => ({
  dockerName: Name,
  owner: volumeOwnerOf(labels ?? {}),
});

async function see(host: DockerHost, names: readonly string[]): Promise<SeenVolume[]> {
  if (names.length === 0) return [];
  // Docker's filter takes every name that holds the text.
  const listed = v.parse(Listed, await callDocker(host.docker.listVolumes({ filters: { name: [...names] } })));
  return (listed.Volumes ?? []).filter(({ Name }) => names.includes(Name)).map(toSeen);
}

type Asked = { names: readonly string[]; signal: AbortSignal };

async function measure(host: DockerHost, { names, signal }: Asked): Promise<MeasuredVolume[]> {
  if (names.length === 0) return [];
  // Before API 1.42 the word is passed over, and everything is counted.
  const { status, response } = await host.dockerRequest({
    method: "GET",
    path: "/system/df",
    query: { type: "volume" },
    signal,
  });
  let told: unknown;
  for await (const line of readJsonLines(response)) told ??= line;
  if (status !== 200) throw new DockerAnswered(status, "it does not tell how large volumes are");
  return (v.parse(Listed, told).Volumes ?? [])
    .filter(({ Name }) => names.includes(Name))
    .map((each) => ({
      ...toSeen(each),
      // -1: the driver of the volume does not tell.
      sizeBytes: known(each.UsageData?.Size),
      containers: known(each.UsageData?.RefCount),
    }));
}
const known = (count: number | undefined) => (count === undefined || count < 0 ? null : count);

type Tools = { host: DockerHost; effect: Effect };
type One = { volume: MountedVolume; owner: VolumeOwner };
type New = { volume: VolumeToMake; owner: VolumeOwner };

/** Docker answers with the one that is there when the name is taken, and leaves it alone. */
async function make({ host, effect }: Tools, { volume, owner }: New): Promise<void> {
  const { share, password = null } = volume;
  const order = {
    Name: volume.dockerName,
    Labels: volumeLabels(owner.team, volume.id),
    ...(share === null ? {} : { Driver: "local", DriverOpts: shareOptions(share, password) }),
  };
  await effect("make-volume", () => callDocker(host.docker.createVolume(order)));
}

async function remove({ host, effect }: Tools, { volume, owner }: One): Promise<VolumeRemoval> {
  const [there] = await see(host, [volume.dockerName]);
  if (!there) return "absent";
  if (there.owner?.team !== owner.team || there.owner.volume !== volume.id) return "not-ours";
  if (await isUsed(host, volume.dockerName)) return "in-use";
  let outcome: VolumeRemoval = "removed";
  await effect("remove-volume", async () => {
    // 404: it is gone. 409: a container took it meanwhile.
    const refused = await callDocker(host.docker.getVolume(volume.dockerName).remove(), { accepted: [404] }).then(
      () => false,
      async (error: unknown) => {
        if (await isUsed(host, volume.dockerName)) return true;
        throw error;
      },
    );
    if (refused) outcome = "in-use";
  });
  return outcome;
}

/** By any container, one that was stopped among them: it would come back without its files. */
async function isUsed(host: DockerHost, name: string): Promise<boolean> {
  const using = await callDocker(host.docker.listContainers({ all: true, filters: { volume: [name] } }));
  return v.parse(v.array(v.unknown()), using).length > 0;
}
