import { ownProcedures } from "../../../runner/src/procedures/registry.ts";
import { everyDeath } from "../../scenarios/kill-matrix.deaths.ts";
import { killMatrix } from "../../scenarios/kill-matrix.suite.ts";
import { matrixWorldOf } from "../../scenarios/matrix-world.ts";

const deaths = ownProcedures.flatMap(everyDeath).filter((_, index) => index % 2 === 0);
killMatrix(deaths, matrixWorldOf(deaths));
