import { once } from "node:events";
import { createServer } from "node:net";

/** Throws with a sentence unless it is one. Nothing set, or set to nothing, is `usual`. */
export function readPort(text: string | undefined, usual: number): number {
  const port = Number(text || usual);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535 && /^\d*$/.test(text ?? "")) return port;
  throw new Error(`PORT is ${JSON.stringify(text)}; it must be a number from 1 to 65535: PORT=3001 npm start`);
}

/** A sentence when this port of this machine cannot be had. */
export async function portProblem(port: number): Promise<string | undefined> {
  const server = createServer();
  server.listen({ port, exclusive: true });
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      return `Port ${port} is taken by another program. Stop it, or choose another: PORT=3001 npm start`;
    }
    if (code === "EACCES") {
      return `Port ${port} is kept for the administrator of this machine. Choose one above 1023: PORT=3001 npm start`;
    }
    throw error;
  }
  server.close();
  await once(server, "close");
  return undefined;
}
