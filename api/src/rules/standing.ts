import type { Action, Subject, SubjectOf } from "./rights.ts";

/** What a grant can be given on. */
export type PlaceKind = "team" | "project" | "environment" | "resource" | "server";

/**
 * Where something is: the ids of its team and of the project, environment and resource that it is part of, and of every server that it
 * is on.
 */
export type Place = { team: string; servers?: readonly string[] } & {
  [K in Exclude<PlaceKind, "team" | "server">]?: string | undefined;
};

type OfTeam = { teamId: string };
type OfResource = OfTeam & {
  projectId: string;
  environmentId: string;
  resourceId: string;
  serverIds: readonly string[];
};
/** What gives variables: a resource, or a place whose resources all get them. */
type OfHolder = OfTeam & {
  projectId: string | null;
  environmentId: string | null;
  resourceId: string | null;
  serverIds: readonly string[];
};

/** What has to be known of a row before anything may be done to it. What is not named here belongs to the team as a whole. */
type Rows = {
  team: { id: string };
  project: OfTeam & { id: string };
  environment: OfTeam & { id: string; projectId: string };
  server: OfTeam & { id: string };
  destination: OfTeam & { serverId: string };
  resource: OfResource;
  domain: OfResource;
  variable: OfHolder;
  value: OfHolder;
  deployment: OfResource;
};

export type Standing<S extends Subject> = S extends keyof Rows ? Rows[S] : OfTeam;

type Any = {
  id?: string;
  teamId?: string;
  projectId?: string | null;
  environmentId?: string | null;
  resourceId?: string | null;
  serverId?: string | null;
  serverIds?: readonly string[];
};

/** Rows of these are a place themselves, by their own id. */
const ownPlace: Partial<Record<string, Exclude<PlaceKind, "server">>> = {
  team: "team",
  project: "project",
  environment: "environment",
};

/** The place of a row that an action is about. */
export function placeOf<A extends Action>(action: A, row: Standing<SubjectOf<A>>): Place {
  const { id, teamId, projectId, environmentId, resourceId, serverId, serverIds }: Any = row;
  const [subject = ""] = action.split(".");
  const own = ownPlace[subject];
  return {
    team: teamId ?? "",
    project: projectId ?? undefined,
    environment: environmentId ?? undefined,
    resource: resourceId ?? undefined,
    servers: subject === "server" ? idsOf(id) : (serverIds ?? idsOf(serverId)),
    ...(own ? { [own]: id } : {}),
  };
}

const idsOf = (id: string | null | undefined) => (id ? [id] : []);
