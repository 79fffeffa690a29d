import { deployStep } from "@fairlead/runner/contract";
import { aDeathOfEachOwnStep, aDeathOfEachStep } from "./kill-matrix.deaths.ts";
import { killMatrix } from "./kill-matrix.suite.ts";
import { matrixWorldOf } from "./matrix-world.ts";
import { type Outage, outages } from "./outage.suite.ts";

// All of them are a proof: npm run prove -- kill-matrix
const deaths = [...aDeathOfEachStep("overlap"), ...aDeathOfEachOwnStep("replace")];
const away: Outage[] = [{ procedure: "replace", step: deployStep.makeRoom.name, awayMs: 5_000 }];

const matrix = matrixWorldOf([...deaths, ...away]);
killMatrix(deaths, matrix);
outages(away, matrix);
