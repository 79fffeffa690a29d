import { queueKeepsItsPromises } from "./queue-promises.suite.ts";

queueKeepsItsPromises(0);
