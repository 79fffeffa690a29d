import type { CreateVolume } from "../api/types.ts";

type Share = NonNullable<CreateVolume["share"]>;
export type ShareKind = Share["kind"];
/** As typed; which of it counts says the kind. */
export type ShareDraft = {
  host: string;
  path: string;
  share: string;
  username: string;
  password: string;
  owner: string;
};
export const emptyShare: ShareDraft = { host: "", path: "", share: "", username: "", password: "", owner: "" };

/** Whether all is typed without which no save could go well. */
export const isComplete = (kind: ShareKind, { host, path, share, username, password }: ShareDraft): boolean =>
  host.trim() !== "" && (kind === "nfs" ? path.trim() !== "" : Boolean(share.trim() && username.trim() && password));

/** What the API takes. `owner` is two numbers, or nothing for root. */
export function toShare(kind: ShareKind, draft: ShareDraft): Pick<CreateVolume, "share" | "password"> {
  const host = draft.host.trim();
  if (kind === "nfs") return { share: { kind, host, path: draft.path.trim() } };
  const [uid = 0, gid = uid] = draft.owner.trim() === "" ? [] : draft.owner.trim().split(":").map(Number);
  const login = { username: draft.username.trim(), uid, gid };
  return { share: { kind, host, share: draft.share.trim(), ...login }, password: draft.password };
}
