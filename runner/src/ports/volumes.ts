import type { MountedVolume } from "../../contract/index.ts";

/** What an image says of itself, as far as mounts meet it. */
export type ImageFolders = {
  /** Folders that it declares as volumes. */
  volumes: readonly string[];
  workingDirectory: string;
  /** What it begins with, entrypoint and command in one. */
  begins: readonly string[];
  env: Readonly<Record<string, string>>;
};

/** A volume as the server has it. `owner`: the ids in its labels; null when it carries none of ours. */
export type SeenVolume = { dockerName: string; owner: { team: string; volume: string } | null };

/** Size and use of one; what the server does not tell is null. */
export type MeasuredVolume = SeenVolume & { sizeBytes: number | null; containers: number | null };

/** `password`: of the machine that has its files. */
export type VolumeToMake = MountedVolume & { password?: string | null };

export type VolumeOwner = { team: string };

/**
 * Files of resources that outlive containers. Laws:
 *
 * - Nothing else of a driver removes a volume: not `remove`, not a failed start, not a flip.
 * - `make` may be repeated, and leaves what is there as it is.
 * - `remove` takes only what carries the labels of this team and this very volume; it may be repeated.
 */
export interface Volumes {
  inspectImage(image: string): Promise<ImageFolders>;
  /** Those of the names that are there. */
  see(dockerNames: readonly string[]): Promise<SeenVolume[]>;
  /** All that are there of these names, with their sizes: reads whole disks, so it is asked seldom. */
  measure(dockerNames: readonly string[], signal: AbortSignal): Promise<MeasuredVolume[]>;
  make(volume: VolumeToMake, owner: VolumeOwner): Promise<void>;
  remove(volume: MountedVolume, owner: VolumeOwner): Promise<VolumeRemoval>;
}

export type VolumeRemoval = "removed" | "absent" | "in-use" | "not-ours";
