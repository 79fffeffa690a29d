// pure

import { label } from "../plan/names.ts";

/** A network that applications share with the proxy and with nobody else. */
export const renderNetwork = (name: string) => ({
  Name: name,
  Driver: "bridge",
  CheckDuplicate: true,
  Labels: { [label.managed]: "true" },
});
