import { queueKeepsItsPromises } from "./queue-promises.suite.ts";

queueKeepsItsPromises(1);
