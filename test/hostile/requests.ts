import { parts } from "./application-part-requests.ts";
import { applications } from "./application-requests.ts";
import { channels } from "./channel-requests.ts";
import { files } from "./file-requests.ts";
import { identity } from "./identity-requests.ts";
import type { Order } from "./order.ts";
import { places } from "./place-requests.ts";
import { registries } from "./registry-requests.ts";
import { runners } from "./runner-requests.ts";
import { sources } from "./source-requests.ts";
import { volumes } from "./volume-requests.ts";

/** Every route that takes a text in its body, at least once; those with choices in them once for each. */
export const orders: readonly Order[] = [
  ...identity,
  ...places,
  ...sources,
  ...registries,
  ...volumes,
  ...files,
  ...applications,
  ...parts,
  ...channels,
  ...runners,
];
