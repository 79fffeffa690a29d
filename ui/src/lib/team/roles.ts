import type { Role } from "../api/identity.ts";

const roles: { value: Role; label: string; may: string }[] = [
  { value: "viewer", label: "Viewer", may: "Sees everything but values." },
  { value: "member", label: "Member", may: "Also deploys and changes applications." },
  { value: "admin", label: "Admin", may: "Also servers, sources and people." },
  { value: "owner", label: "Owner", may: "Also the team itself." },
];
/** What a role may do beside the one before it, in one line under its choice. */
export const mayOf = (role: Role): string => roles.find(({ value }) => value === role)?.may ?? "";

/** Roles a person of this role may give: never above the own one, and only owners make admins and owners. */
export const roleOptions = (own: Role) => (own === "owner" ? roles : roles.slice(0, 2));
