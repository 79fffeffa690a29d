import { defineParams } from "@sveltejs/kit/params";
import { isKindAddress } from "./lib/kinds/registry.ts";

export const params = defineParams({ kind: (param) => (isKindAddress(param) ? param : undefined) });
