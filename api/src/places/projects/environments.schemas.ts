import { DisplayName, idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";
import { Revision } from "../../kit/http/revision.ts";

export const EnvironmentId = v.object({ id: idOf("environment") });
export const CreateEnvironment = v.strictObject({ projectId: idOf("project"), name: DisplayName });
export type CreateEnvironment = v.InferOutput<typeof CreateEnvironment>;
export const UpdateEnvironment = v.strictObject({ revision: Revision, name: DisplayName });
export type UpdateEnvironment = v.InferOutput<typeof UpdateEnvironment>;
export const EnvironmentQuery = v.object({ ...PageQuery.entries, projectId: v.optional(idOf("project")) });
export type EnvironmentQuery = v.InferOutput<typeof EnvironmentQuery>;

export const EnvironmentView = v.strictObject({
  id: v.string(),
  projectId: v.string(),
  name: v.string(),
  /** Born with the project: may be renamed, never deleted. */
  isDefault: v.boolean(),
  applicationCount: v.number(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type EnvironmentView = v.InferOutput<typeof EnvironmentView>;
