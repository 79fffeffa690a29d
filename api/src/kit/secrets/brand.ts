// pure

import type { SealPlace } from "../deps.ts";

declare const named: unique symbol;

/** A place out of the table of places: no object that only looks like one is taken for it. */
export type SecretPlace = Omit<SealPlace, "team"> & { readonly [named]: true };

/** For `secret-places.ts` alone. */
export const secretPlace = (place: Omit<SealPlace, "team">): SecretPlace => place as SecretPlace;
