import { everyDeath } from "../../scenarios/kill-matrix.deaths.ts";
import { killMatrix } from "../../scenarios/kill-matrix.suite.ts";

killMatrix(everyDeath("overlap").filter((_, index) => index % 2 === 1));
