import { aDeathOfEachOwnStep, aDeathOfEachStep } from "./kill-matrix.deaths.ts";
import { killMatrix } from "./kill-matrix.suite.ts";

// All of them are a proof: npm run prove -- kill-matrix
killMatrix([...aDeathOfEachStep("overlap"), ...aDeathOfEachOwnStep("replace")]);
