import { contract } from "../contract/contract.suite.ts";
import { startWorker, workerSetupCode } from "../support/start-worker.ts";

// The same contract runs against the Node home in test/contract/node.test.ts.
contract(async (settings) => ({ ...(await startWorker(settings)), setupCode: workerSetupCode }));
