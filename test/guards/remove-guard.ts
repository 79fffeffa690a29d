import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { type Guard, removedGuard, whyNotRemovable } from "./guard.ts";

/** Reads one file of the product as if a guard in it had never been written; no file is changed. */
export const removeGuard = () => {
  return {
    name: "fairlead-remove-guard",
    enforce: "pre" as const,
    transform(code: string, id: string) {
      const told = process.env[removedGuard];
      const removed: Guard | undefined = told ? JSON.parse(told) : undefined;
      if (removed === undefined || id !== join(root, removed.file)) return undefined;
      const complaint = whyNotRemovable(removed, code);
      if (complaint) throw new Error(complaint);
      return code.replace(removed.guard, () => removed.without);
    },
  };
};
