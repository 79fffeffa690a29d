import { startWorkerControlPlane } from "../support/worker-control-plane.ts";
import { pushToDeploy } from "./push-to-deploy.suite.ts";

pushToDeploy(startWorkerControlPlane);
