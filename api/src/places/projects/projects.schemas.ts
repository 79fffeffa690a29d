import { Description, DisplayName, idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { saveOf } from "../../kit/http/revision.ts";

export const ProjectId = v.object({ id: idOf("project") });
export const CreateProject = v.strictObject({ name: DisplayName, description: v.optional(Description, "") });
export type CreateProject = v.InferOutput<typeof CreateProject>;
export const UpdateProject = saveOf({ name: DisplayName, description: Description });
export type UpdateProject = v.InferOutput<typeof UpdateProject>;

export const ProjectView = v.strictObject({
  id: v.string(),
  name: v.string(),
  description: v.string(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type ProjectView = v.InferOutput<typeof ProjectView>;
