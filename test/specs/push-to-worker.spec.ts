import { startWorkerControlPlane } from "../support/worker-control-plane.ts";
import { pushThroughTheInterface } from "./push-to-deploy.suite.ts";

pushThroughTheInterface(startWorkerControlPlane);
