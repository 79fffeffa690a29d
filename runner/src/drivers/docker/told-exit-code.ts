import * as v from "valibot";
import type { DockerHost } from "../../engine/docker-host.ts";

const Died = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    Actor: v.object({ Attributes: v.object({ exitCode: v.pipe(v.string(), v.transform(Number), v.integer()) }) }),
  }),
);

/**
 * The code of the last time a container ended, from the daemon's events, which keep it when the container runs again. `at` is the end
 * by the daemon's clock; undefined when the daemon has forgotten it.
 */
export async function toldExitCode(
  host: DockerHost,
  { id, at }: { id: string; at: string },
): Promise<number | undefined> {
  const seconds = Math.floor(Date.parse(at) / 1_000);
  if (!Number.isFinite(seconds) || seconds <= 0) return undefined;
  const filters = JSON.stringify({ container: [id], event: ["die"] });
  const query = { since: String(seconds - 1), until: String(seconds + 1), filters };
  const { status, response } = await host.dockerRequest({ method: "GET", path: "/events", query });
  let text = "";
  for await (const chunk of response) text = (text + chunk.toString("utf8")).slice(-65_536);
  if (status !== 200) return undefined;
  const told = text.split("\n").flatMap((line) => {
    const event = v.safeParse(Died, line);
    return event.success ? [event.output.Actor.Attributes.exitCode] : [];
  });
  return told.at(-1);
}
