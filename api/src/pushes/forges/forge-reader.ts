// pure

import type { ReadDelivery } from "../../rules/push-event.ts";
import type { Asked } from "./proof.ts";

/** A call as it came in: nothing of the body has been understood. */
export type Call = { headers: Headers; bytes: Uint8Array<ArrayBuffer>; now: number };

/** What differs between forges. `isGenuine` comes first; only then is anything else of the call read. */
export type ForgeReader = {
  /** Did somebody who knows this secret send exactly what will be read? Constant time; any oddity of the header is a no. */
  isGenuine(call: Call, secret: string): boolean;
  /** The same question for a body that is not held as a whole: what it has to fit, or what the headers say without it. */
  asks(call: Omit<Call, "bytes">, secret: string): Asked;
  /** `deliveryKey` is the forge's id of the call, the same for every retry; null where it sends none. */
  identify(headers: Headers): { event: string; deliveryKey: string | null };
  /** Turns a parsed payload into pushes, or says why it is none. */
  read(event: string, payload: unknown): ReadDelivery;
};
