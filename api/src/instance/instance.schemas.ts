import * as v from "valibot";

export const SignUps = v.picklist(["invitation", "open"]);
export type SignUps = v.InferOutput<typeof SignUps>;
export const UpdateInstance = v.strictObject({ signUps: SignUps });
export type UpdateInstance = v.InferOutput<typeof UpdateInstance>;
export const InstanceView = v.strictObject({
  url: v.string(),
  version: v.string(),
  signUps: SignUps,
  mail: v.strictObject({ isConfigured: v.boolean(), from: v.nullable(v.string()) }),
});
export type InstanceView = v.InferOutput<typeof InstanceView>;
