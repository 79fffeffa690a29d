import { contract } from "./contract.suite.ts";
import { startNode } from "./start-node.ts";

// The same contract runs against the Worker in test/worker/contract.test.ts.
contract(startNode);
