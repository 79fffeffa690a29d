// pure

import { label } from "../plan/names.ts";

/** A network that resources of all kinds share with the proxy and with nobody else, so its labels name none. */
export const renderNetwork = (name: string) => ({
  Name: name,
  Driver: "bridge",
  CheckDuplicate: true,
  Labels: { [label.managed]: "true" },
});
