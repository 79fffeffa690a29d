import { killMatrix } from "./kill-matrix.suite.ts";

killMatrix(0);
