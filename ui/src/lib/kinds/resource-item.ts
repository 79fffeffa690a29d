import type { Role } from "../api/identity.ts";
import type { Action } from "../ui/actions/action.ts";
import type { Icon } from "../ui/icon.ts";
import type { Signal } from "../ui/signal.ts";

export type Look = { signal: Signal; label: string };

/** A resource of any kind as a list, a card or a side sheet shows it. */
export type ResourceItem = {
  id: string;
  noun: string;
  icon: Icon;
  name: string;
  href: string;
  /** What is seen ages: at `now`. */
  look: (now: number) => Look;
  /** What needs a look first: 2 fails, 1 is under way. */
  urgency: 0 | 1 | 2;
  /** Where it answers, as one reads it, and where a click leads. */
  address: string | null;
  url: string | null;
  /** Why the last thing that was done with it failed. */
  cause: string | null;
  /** Where it comes from: a repository and its branch, or an image. */
  origin: string;
  branch: string | null;
  /** What serves: "#12 a1b2c3d", and since when. */
  version: string | null;
  since: number | null;
  /** Something was saved that serves only after a deployment. */
  hasChanges: boolean;
  changedAt: number;
  /** In the order of the alphabet. */
  tags: readonly string[];
  projectId: string;
  environmentId: string;
  /** The first is the one it was given first. */
  serverIds: readonly string[];
  actions: (role: Role) => ItemActions;
};

/** What can be done with it from a list; one that a kind does not have is absent. */
export type ItemActions = { deploy?: Action; restart?: Action; stop?: Action; start?: Action };
