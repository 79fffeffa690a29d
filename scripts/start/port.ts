import { once } from "node:events";
import { createServer } from "node:net";

/** Whether something already listens on this port of this machine. */
export async function isPortTaken(port: number): Promise<boolean> {
  const server = createServer();
  server.listen({ port, exclusive: true });
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return true;
    throw error;
  }
  server.close();
  await once(server, "close");
  return false;
}
