import { schema } from "@fairlead/db";

const { server } = schema;

/** What of a server a job needs: what a check found is none of it, however damaged that may be. */
export const addressed = {
  id: server.id,
  kind: server.kind,
  host: server.host,
  port: server.port,
  user: server.user,
  hostKey: server.hostKey,
  dockerSocket: server.dockerSocket,
};
