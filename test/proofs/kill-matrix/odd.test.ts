import { ownProcedures } from "../../../runner/src/procedures/registry.ts";
import { everyDeath } from "../../scenarios/kill-matrix.deaths.ts";
import { killMatrix } from "../../scenarios/kill-matrix.suite.ts";

const all = ownProcedures.flatMap(everyDeath);
killMatrix(all.filter((_, index) => index % 2 === 1));
