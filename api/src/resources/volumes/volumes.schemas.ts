import { DisplayName, DockerVolumeName, idOf, Share, SharePassword, volumeStates } from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";

export const VolumeId = v.object({ id: idOf("volume") });
export const VolumeQuery = v.object({
  ...PageQuery.entries,
  serverId: v.optional(idOf("server")),
  state: v.optional(v.picklist(volumeStates)),
});
export type VolumeQuery = v.InferOutput<typeof VolumeQuery>;

export const CreateVolume = v.strictObject({
  /** Never changes. Typed once more to remove it. */
  name: DisplayName,
  serverId: idOf("server"),
  /** Name of a volume that is on the server already: its files are used as they are, and never removed by us. */
  adopt: v.optional(DockerVolumeName),
  /** Where its files are, when another machine has them and the server mounts them from there. */
  share: v.optional(Share),
  /** Of an SMB share. Sealed, and never shown again. */
  password: v.optional(SharePassword),
});
export type CreateVolume = v.InferOutput<typeof CreateVolume>;

/** `name` as proof that it is meant. */
export const TrashVolume = v.strictObject({ name: v.pipe(v.string(), v.maxLength(200)) });

const User = v.strictObject({ id: v.string(), name: v.string(), path: v.string(), isReadOnly: v.boolean() });

export const VolumeView = v.strictObject({
  id: v.string(),
  name: v.string(),
  server: v.strictObject({ id: v.string(), name: v.string() }),
  /** What Docker calls it. */
  dockerName: v.string(),
  isAdopted: v.boolean(),
  /** null: the server has its files, or it is not known who has. */
  share: v.nullable(Share),
  /** What was stored of its share cannot be read, so that it is not mounted. */
  isShareDamaged: v.boolean(),
  state: v.picklist(volumeStates),
  /** Whether it is known to be on the server; the first deployment that mounts one makes it. */
  isMade: v.boolean(),
  /** null: not measured. */
  sizeBytes: v.nullable(v.number()),
  /** So many containers have it, stopped ones among them; null: not measured. */
  containers: v.nullable(v.number()),
  measuredAt: v.nullable(v.number()),
  trashedAt: v.nullable(v.number()),
  /** When it leaves the trash for good. */
  purgeAt: v.nullable(v.number()),
  /** Why the server did not let it go the last time. */
  purgeNote: v.nullable(v.string()),
  /** Applications whose settings mount it. */
  usedBy: v.array(User),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type VolumeView = v.InferOutput<typeof VolumeView>;
