import type { ApplicationView } from "../../../api/types.ts";
import type { PageProps, TabContext } from "../../resource-kind.ts";

export type Context = TabContext<ApplicationView>;
type Load = (context: Context) => Promise<unknown>;
/** What the page of a tab is given. */
export type PageOf<L extends Load> = PageProps<ApplicationView, Awaited<ReturnType<L>>>;
