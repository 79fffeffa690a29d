import type { Component } from "svelte";
import type { OpenedTab, PageProps, ResourceKind, Tab, TabContext, TabRow } from "./resource-kind.ts";

type Loading<R, D> = {
  load: (context: TabContext<R>) => Promise<D>;
  page: () => Promise<{ default: Component<PageProps<R, D>> }>;
};

/** A tab with its page and what the page is given, read at the same time. */
export const defineTab = <R, D>({ load, page, ...row }: TabRow & Loading<R, D>): Tab<R> => ({
  ...row,
  open: async (context) => {
    const [data, { default: Page }] = await Promise.all([load(context), page()]);
    return unseen<R>({ Page, data });
  },
});

// Both halves come from one tab, where the compiler has seen that they fit; from here on they stay together.
// allow casts: what a page is given is known to its own tab only
const unseen = <R>(opened: { Page: unknown; data: unknown }) => opened as OpenedTab<R>;

/** A kind for the registry: what `read` gave is only ever handed back to the same kind. */
// allow casts: which resources a kind has is known to the kind only
export const defineKind = <R>(kind: ResourceKind<R>) => kind as unknown as ResourceKind<unknown>;
