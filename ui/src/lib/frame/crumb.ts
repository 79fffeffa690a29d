import type { Action } from "../ui/actions/action.ts";

/** One part of the way to a page. `switcher` fills the menu beside it when that is opened. */
export type Crumb = { label: string; href: string; switcher?: () => Promise<Action[]> };
