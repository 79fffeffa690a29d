import { startNodeControlPlane } from "../support/control-plane.ts";
import { pushToDeploy } from "./push-to-deploy.suite.ts";

pushToDeploy(startNodeControlPlane);
