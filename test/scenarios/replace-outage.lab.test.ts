import { deployStep } from "@fairlead/runner/contract";
import { outages } from "./outage.suite.ts";

// Each step of each procedure is a proof: npm run prove -- kill-matrix
outages([{ procedure: "replace", step: deployStep.makeRoom.name, awayMs: 5_000 }]);
