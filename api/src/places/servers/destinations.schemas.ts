import { DisplayName, idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";
import { Revision } from "../../kit/http/revision.ts";

export const DestinationId = v.object({ id: idOf("destination") });
export const CreateDestination = v.strictObject({ serverId: idOf("server"), name: DisplayName });
export type CreateDestination = v.InferOutput<typeof CreateDestination>;
export const UpdateDestination = v.strictObject({ revision: Revision, name: DisplayName });
export type UpdateDestination = v.InferOutput<typeof UpdateDestination>;
export const DestinationQuery = v.object({ ...PageQuery.entries, serverId: v.optional(idOf("server")) });
export type DestinationQuery = v.InferOutput<typeof DestinationQuery>;

export const DestinationView = v.strictObject({
  id: v.string(),
  serverId: v.string(),
  serverName: v.string(),
  name: v.string(),
  /** Docker network of ours, named after the destination's id. */
  network: v.string(),
  applicationCount: v.number(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type DestinationView = v.InferOutput<typeof DestinationView>;
