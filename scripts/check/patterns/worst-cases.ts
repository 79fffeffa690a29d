import { readText } from "../repository.ts";
import type { WorstCases } from "./pattern.ts";

export const worstCasesPath = "scripts/check/patterns/worst-cases.json";

export const readWorstCases = (): WorstCases => JSON.parse(readText(worstCasesPath));
