import { code } from "./code-grammars.ts";
import { containers } from "./container-grammars.ts";
import type { Grammar } from "./grammar.ts";
import { machines } from "./server-grammars.ts";
import { names } from "./source-grammars.ts";
import { traffic } from "./traffic-grammars.ts";

/** Every field with a grammar: where it is asked for, where the runner reads it, and what it must refuse. */
export const grammars: readonly Grammar[] = [...code, ...containers, ...traffic, ...machines, ...names];
