import { expect } from "vitest";

// Only what is tested over the API's own code asks its database; the others need not load it.
if (/\/api\/src\//.test(expect.getState().testPath ?? "")) await import("./note-statements.ts");
