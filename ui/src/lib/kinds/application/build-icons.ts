import FileCode from "@lucide/svelte/icons/file-code";
import PanelsTopLeft from "@lucide/svelte/icons/panels-top-left";
import type { Icon } from "../../ui/icon.ts";

/** Beside the title of a kind of build where it is chosen; one without is told by its title alone. */
export const buildIcons: Readonly<Record<string, Icon>> = { dockerfile: FileCode, static: PanelsTopLeft };
