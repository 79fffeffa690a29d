import { startNodeControlPlane } from "../support/control-plane.ts";
import { pushThroughTheInterface } from "./push-to-deploy.suite.ts";

pushThroughTheInterface(startNodeControlPlane);
