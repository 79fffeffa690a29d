import * as v from "valibot";
import { callDocker } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { label, resourceOf } from "../../plan/names.ts";

const Listed = v.object({ Labels: v.nullish(v.record(v.string(), v.string())) });

/** Those of which the server has no container of ours, whatever its state. One call for all of them; none when nothing is expected. */
export async function readMissing(host: DockerHost, expected: readonly string[]): Promise<string[]> {
  if (expected.length === 0) return [];
  const filters = { label: [`${label.managed}=true`] };
  const listed = await callDocker(host.docker.listContainers({ all: true, filters }));
  const there = new Set(
    v.parse(v.array(v.unknown()), listed).flatMap((each) => {
      const parsed = v.safeParse(Listed, each);
      return parsed.success ? (resourceOf(parsed.output.Labels ?? {}) ?? []) : [];
    }),
  );
  return expected.filter((resource) => !there.has(resource));
}
