import type { DeliveryView } from "../api/types.ts";
import type { Signal } from "../ui/signal.ts";

const looks: Record<DeliveryView["state"], { signal: Signal; label: string }> = {
  received: { signal: "busy", label: "Received" },
  processing: { signal: "busy", label: "Deciding" },
  deployed: { signal: "ok", label: "Deployed" },
  ignored: { signal: "idle", label: "Skipped" },
  failed: { signal: "bad", label: "Failed" },
};
export const deliveryLook = (state: DeliveryView["state"]) => looks[state];
