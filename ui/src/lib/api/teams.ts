import { type Settled, saveChanges } from "../forms/save-changes.ts";
import type { AuditQuery } from "../team/audit-filter.ts";
import { told, v1 } from "./client.ts";
import type { Role, Team } from "./identity.ts";
import { pageQuery, type ReadPage } from "./pages.ts";
import { rename } from "./rename.ts";

export type Member = Awaited<ReturnType<typeof listMembers>>["items"][number];
export type Invitation = Awaited<ReturnType<typeof listInvitations>>["items"][number];
export type ApiToken = Awaited<ReturnType<typeof listTokens>>["items"][number];
export type Scope = ApiToken["scopes"][number];
export type AuditEntry = Awaited<ReturnType<typeof listAudit>>["items"][number];

export const createTeam = (name: string) => told(v1.teams.$post({ json: { name } }));
export const renameTeam = (read: Team, name: string, settled?: Settled) =>
  rename(read, name, { settled, send: (json) => told(v1.teams[":id"].$patch({ param: { id: read.id }, json })) });
export const leaveTeam = (id: string) => told(v1.teams[":id"].leave.$post({ param: { id } }));
export const deleteTeam = (id: string) => told(v1.teams[":id"].$delete({ param: { id } }));

export const listMembers = () => told(v1.members.$get());
export const changeRole = ({ id, revision }: Member, role: Role) =>
  told(v1.members[":id"].$patch({ param: { id }, json: { role, revision } }));
export const removeMember = (id: string) => told(v1.members[":id"].$delete({ param: { id } }));

export const listInvitations = (cursor?: string) => told(v1.invitations.$get({ query: pageQuery(cursor) }));
export const invite = (json: { email: string; role: Role }) => told(v1.invitations.$post({ json }));
export const revokeInvitation = (id: string) => told(v1.invitations[":id"].$delete({ param: { id } }));
export const showInvitation = (token: string) => told(v1.invitations.show.$post({ json: { token } }));
export const acceptInvitation = (token: string) => told(v1.invitations.accept.$post({ json: { token } }));

export const listTokens = (cursor?: string) => told(v1.tokens.$get({ query: pageQuery(cursor) }));
export const createToken = (json: { name: string; scope: Scope; expiresInDays: number | null }) =>
  told(v1.tokens.$post({ json }));
export const revokeToken = (id: string) => told(v1.tokens[":id"].$delete({ param: { id } }));

/** `filter`: what the API knows to narrow the list to. */
export const listAudit = (cursor: string | null, filter: AuditQuery = {}) =>
  told(v1.audit.$get({ query: { limit: "50", ...filter, ...(cursor ? { cursor } : {}) } }));
export const auditPages =
  (filter: AuditQuery): ReadPage<AuditEntry> =>
  (cursor) =>
    told(v1.audit.$get({ query: { ...filter, ...pageQuery(cursor) } }));

const verifyPiece = (after: number | null) =>
  told(v1.audit.chain.$get({ query: after === null ? {} : { after: String(after) } }));

/** The whole chain of the team's audit log, piece by piece, up to the first entry that is not as it was written. */
export async function verifyAudit() {
  let found = await verifyPiece(null);
  let { checked } = found;
  while (found.next !== null) {
    found = await verifyPiece(found.next);
    checked += found.checked;
  }
  return { ...found, checked };
}

export const getInstance = () => told(v1.instance.$get());
export type Instance = Awaited<ReturnType<typeof getInstance>>;
export type Retention = Instance["retention"][number];
export const setRetention = (
  read: Instance,
  retention: Partial<Record<Retention["kind"], number>>,
  settled?: Settled,
) =>
  saveChanges(
    { retention },
    {
      read,
      stored: { retention: Object.fromEntries(read.retention.map(({ kind, days }) => [kind, days])) },
      merges: ["retention"],
      settled,
      send: (json) => told(v1.instance.$patch({ json })),
    },
  );
export const setSignUps = (read: Instance, signUps: "invitation" | "open") =>
  saveChanges({ signUps }, { read, settled: undefined, send: (json) => told(v1.instance.$patch({ json })) });
export const setAddressSuffix = (read: Instance, addressSuffix: string | null, settled?: Settled) =>
  saveChanges({ addressSuffix }, { read, settled, send: (json) => told(v1.instance.$patch({ json })) });
export type Limit = Instance["limits"][number];
export const setLimits = (read: Instance, limits: Partial<Record<Limit["kind"], number>>, settled?: Settled) =>
  saveChanges(
    { limits },
    {
      read,
      stored: { limits: Object.fromEntries(read.limits.map(({ kind, value }) => [kind, value])) },
      merges: ["limits"],
      settled,
      send: (json) => told(v1.instance.$patch({ json })),
    },
  );
