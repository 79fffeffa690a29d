import type { Role } from "../api/identity.ts";

const roles: { value: Role; label: string }[] = [
  { value: "viewer", label: "Viewer: sees everything" },
  { value: "member", label: "Member: also deploys" },
  { value: "admin", label: "Admin: also servers and people" },
  { value: "owner", label: "Owner: also the team itself" },
];

/** Roles a person of this role may give: never above the own one, and only owners make admins and owners. */
export const roleOptions = (own: Role) => (own === "owner" ? roles : roles.slice(0, 2));
