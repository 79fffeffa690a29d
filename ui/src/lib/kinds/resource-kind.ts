import type { Component, Snippet } from "svelte";
import type { Role } from "../api/identity.ts";
import type { ResourceRow } from "../api/resources.ts";
import type { Icon } from "../ui/icon.ts";
import type { ResourceItem } from "./resource-item.ts";

/** What happens stands left in a row of tabs, what is set stands right. */
export type Side = "watch" | "change";

/** One tab of a kind, as data. */
export type TabRow = {
  /** Behind the address of the resource; empty for the first. */
  address: string;
  title: string;
  side: Side;
  /** What a resource must have for it: it is absent where it cannot have it. */
  needs?: string;
};

export type TabContext<R> = {
  id: string;
  url: URL;
  depends: (...keys: `${string}:${string}`[]) => void;
  /** Whoever asks for it is loaded again with it. */
  resource: () => Promise<R>;
};
export type PageProps<R, D> = { resource: R; data: D; role: Role };
export type OpenedTab<R> = { Page: Component<PageProps<R, unknown>>; data: unknown };
export type Tab<R> = TabRow & { open(context: TabContext<R>): Promise<OpenedTab<R>> };

export type LayoutProps<R> = {
  resource: R;
  role: Role;
  /** Address of the tab that the page below belongs to. */
  tab: string;
  /** What the window is called, where that is more than the resource and its tab. */
  windowTitle?: string | undefined;
  children: Snippet;
};

type Named = { id: string; name: string };
export type ResourceKind<R> = {
  /** One word for it: "application". */
  noun: string;
  icon: Icon;
  read(id: string): Promise<R>;
  place(resource: R): { name: string; href: string; project: Named; environment: Named };
  /** What it has beside what every resource of the kind has; tabs ask for it. */
  capabilities(resource: R): readonly string[];
  tabs: readonly Tab<R>[];
  layout(): Promise<{ default: Component<LayoutProps<R>> }>;
  /** As a list of all kinds shows it. */
  item(row: ResourceRow): ResourceItem;
};
