// The runtime's types come by import only: loaded as globals they declare `process` and `Buffer` as any for all of us.
declare module "cloudflare:workers" {
  import { CloudflareWorkersModule } from "@cloudflare/workers-types";
  export import DurableObject = CloudflareWorkersModule.DurableObject;
}

/** Global in workerd: the two ends of one websocket. */
declare class WebSocketPair {
  0: import("@cloudflare/workers-types").WebSocket;
  1: import("@cloudflare/workers-types").WebSocket;
}
