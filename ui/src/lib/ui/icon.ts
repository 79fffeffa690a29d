import type { LucideIcon } from "@lucide/svelte";

/** Any lucide icon: `import Rocket from "@lucide/svelte/icons/rocket"`. */
export type Icon = LucideIcon;
