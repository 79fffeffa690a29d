import type { Effect } from "../journal/effects.ts";
import { isToBeMade } from "../plan/judge-mounts.ts";
import type { StartRequest } from "../ports/driver.ts";
import type { ImageFolders, SeenVolume, Volumes } from "../ports/volumes.ts";
import type { FakeContainer } from "./fake.ts";

/** Volumes of a server in memory, by the name that Docker would give them. */
export type FakeVolumes = Map<string, { owner: SeenVolume["owner"]; sizeBytes: number }>;

type Place = { volumes: FakeVolumes; containers: FakeContainer[]; folders: ImageFolders };

export const plainImage: ImageFolders = { volumes: [], workingDirectory: "/app", begins: ["node"], env: {} };

export function fakeVolumes(server: () => Place, effect: Effect): Volumes {
  const users = (name: string) => server().containers.filter((each) => each.volumes.includes(name)).length;
  const see = async (names: readonly string[]) =>
    names.flatMap((dockerName): SeenVolume[] => {
      const found = server().volumes.get(dockerName);
      return found ? [{ dockerName, owner: found.owner }] : [];
    });
  return {
    inspectImage: async () => server().folders,
    see,
    measure: async (names) =>
      (await see(names)).map((each) => ({
        ...each,
        sizeBytes: server().volumes.get(each.dockerName)?.sizeBytes ?? null,
        containers: users(each.dockerName),
      })),
    make: ({ id, dockerName }, { team }) =>
      effect("make-volume", async () => {
        const { volumes } = server();
        if (!volumes.has(dockerName)) volumes.set(dockerName, { owner: { team, volume: id }, sizeBytes: 0 });
      }),
    remove: async ({ id, dockerName }, { team }) => {
      const there = server().volumes.get(dockerName);
      if (!there) return "absent";
      if (there.owner?.team !== team || there.owner.volume !== id) return "not-ours";
      if (users(dockerName) > 0) return "in-use";
      await effect("remove-volume", async () => void server().volumes.delete(dockerName));
      return "removed";
    },
  };
}

export const mountedNames = ({ volumes = [] }: StartRequest): string[] => volumes.map(({ dockerName }) => dockerName);

export async function makeFakeVolumes({ make }: Volumes, { volumes = [], release }: StartRequest): Promise<void> {
  for (const volume of volumes) if (isToBeMade(volume)) await make(volume, { team: release.team });
}
