import { chmodSync } from "node:fs";
import type { startReal } from "./real-start.ts";

type Given = NonNullable<Parameters<typeof startReal>[1]>;

/** Modes do not bind root, who can mount instead. */
export const canMount = process.getuid?.() === 0;

/** Mounted for one program only: nothing else of the machine sees it, and nothing is left when it ends. */
const mounted = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';

/** What a start is given so that it finds its folder readable and no more. */
export function asReadOnly(home: string): Given {
  if (canMount) return { before: ["unshare", "--mount", "sh", "-c", mounted, home] };
  chmodSync(home, 0o500);
  return {};
}
