import type { ApplicationView } from "../api/types.ts";

type Mount = NonNullable<ApplicationView["container"]["mounts"]>[number];

/** With one more, or with the same volume elsewhere. */
export const mountsWith = (before: readonly Mount[], mount: Mount): Mount[] => [
  ...before.filter(({ volume }) => volume !== mount.volume),
  mount,
];
