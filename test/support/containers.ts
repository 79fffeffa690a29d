import { request } from "node:http";
import type { LabServer } from "../lab/server.ts";

export type SeenContainer = { name: string; state: string; labels: Record<string, string> };

type Listed = { Names: string[]; State: string; Labels: Record<string, string> };

/** Asks Docker on the lab server directly, not through the product. */
export function containers({ dockerSocketPath }: LabServer): Promise<SeenContainer[]> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: dockerSocketPath, path: "/containers/json?all=true" }, (response) => {
      let text = "";
      response.on("data", (bytes: Buffer) => {
        text += bytes.toString();
      });
      response.on("end", () => {
        const listed = JSON.parse(text) as Listed[];
        resolve(
          listed.map(({ Names, State, Labels }) => ({ name: Names[0]?.slice(1) ?? "", state: State, labels: Labels })),
        );
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** What a deployment has on the server, running or not. */
export const containersOf = async (server: LabServer, deployment: string) =>
  (await containers(server)).filter(({ labels }) => labels["fairlead.deployment"] === deployment);

/** Running containers of an application: more than one only while traffic moves. */
export const runningOf = async (server: LabServer, application: string) =>
  (await containers(server)).filter(
    ({ labels, state }) => labels["fairlead.application"] === application && state === "running",
  );
