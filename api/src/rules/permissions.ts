import { forbidden } from "./errors.ts";
import { type Action, type Role, roleHolds, type Scope, type SubjectOf, scopeCovers } from "./rights.ts";
import { type Place, type PlaceKind, placeOf, type Standing } from "./standing.ts";

/** Who acts: a person, by session or by API token, always within one team. */
export type Actor = {
  userId: string;
  teamId: string;
  role: Role;
  isInstanceOwner: boolean;
  via: "session" | "token";
  /** Scopes of the token; null for a session, which has every scope. */
  scopes: readonly Scope[] | null;
  /** Session or token id, for the audit row and for "this session" marks. */
  credentialId: string;
  requestId: string;
};

/** A role, held on one place and on everything that is part of it. */
export type Grant = { on: PlaceKind; id: string; role: Role };

type Credential = Pick<Actor, "teamId" | "role" | "scopes">;

/** A role counts in the whole team. */
const grantsOf = ({ teamId, role }: Credential): readonly Grant[] => [{ on: "team", id: teamId, role }];

const isCovered = ({ scopes }: Credential, action: Action): boolean =>
  scopes === null || scopes.some((scope) => scopeCovers(scope, action));

/** Those of the grants whose role holds an action. */
const holding = (grants: readonly Grant[], action: Action) => grants.filter(({ role }) => roleHolds(role, action));

/** What is on several servers is seen by whoever sees one of them, and changed only by who may on each: what is done is done on all. */
const serversAsked = (action: Action): "some" | "every" => (action.endsWith(".view") ? "some" : "every");

/** Whether any of the grants holds an action at a place. */
export function isGranted(grants: readonly Grant[], { action, place }: { action: Action; place: Place }): boolean {
  const held = holding(grants, action);
  if (held.some(({ on, id }) => on !== "server" && place[on] === id)) return true;
  const servers = place.servers ?? [];
  return (
    servers.length > 0 &&
    servers[serversAsked(action)]((id) => held.some((each) => each.on === "server" && each.id === id))
  );
}

/** Who may do what to which row is decided here and nowhere else. */
export const may = <A extends Action>(actor: Credential, action: A, row: Standing<SubjectOf<A>>): boolean =>
  isCovered(actor, action) && isGranted(grantsOf(actor), { action, place: placeOf(action, row) });

/** The same of the team as a whole: for what has no row yet, and for what belongs to no place in it. */
export const mayInTeam = (actor: Credential, action: Action): boolean =>
  isCovered(actor, action) && isGranted(grantsOf(actor), { action, place: { team: actor.teamId } });

/** Where an action is allowed. `only` is null for the whole team; `servers`: on how many of its own a row has to be within reach. */
export type Reach = {
  teamId: string;
  only: readonly Pick<Grant, "on" | "id">[] | null;
  servers: ReturnType<typeof serversAsked>;
};

/** The places in which the grants hold an action, none of them when none does. */
export function reachOf(grants: readonly Grant[], { action, teamId }: { action: Action; teamId: string }): Reach {
  const places = holding(grants, action).map(({ on, id }) => ({ on, id }));
  return { teamId, only: places.some(({ on }) => on === "team") ? null : places, servers: serversAsked(action) };
}

const refused = (action: Action) =>
  forbidden("auth.forbidden", `Your role or token may not do this (${action}). Ask an admin of the team.`);

/** Asks of a row that is there. */
export function allow<A extends Action>(actor: Actor, action: A, row: Standing<SubjectOf<A>>): void {
  if (!may(actor, action, row)) throw refused(action);
}

/** First line of a verb that makes something in the team, or lists what belongs to the team as a whole. */
export function allowInTeam(actor: Actor, action: Action): void {
  if (!mayInTeam(actor, action)) throw refused(action);
}

/** First line of a verb that lists: what its query may reach. Whoever may do it nowhere is refused. */
export function allowWithin(actor: Actor, action: Action): Reach {
  const reach = reachOf(grantsOf(actor), { action, teamId: actor.teamId });
  if (!isCovered(actor, action) || reach.only?.length === 0) throw refused(action);
  return reach;
}
