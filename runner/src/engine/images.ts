import * as v from "valibot";
import type { SeenImage } from "../plan/image-sweep.ts";
import { filtersOf, label, resourceOf } from "../plan/names.ts";
import { callDocker } from "./docker-error.ts";
import type { DockerHost } from "./docker-host.ts";

const Image = v.object({
  Id: v.string(),
  RepoTags: v.nullish(v.array(v.string())),
  Labels: v.nullish(v.record(v.string(), v.string())),
});

/** The images that carry our labels for the resource, those without a name among them. */
export async function observeImages(host: DockerHost, resource: string): Promise<SeenImage[]> {
  const answers = await Promise.all(
    filtersOf(resource).map((filters) =>
      callDocker(host.docker.listImages({ all: false, filters: JSON.stringify(filters) })),
    ),
  );
  const listed = new Map(answers.flatMap((each) => v.parse(v.array(Image), each)).map((each) => [each.Id, each]));
  return [...listed.values()]
    .filter(({ Labels }) => resourceOf(Labels ?? {}) === resource)
    .map(({ Id, RepoTags }) => ({ id: Id, tags: (RepoTags ?? []).filter((tag) => tag !== "<none>:<none>") }));
}

/** 404: it is gone. 409: a container still uses it, or it has a name that is not ours. */
export async function removeImages(host: DockerHost, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => callDocker(host.docker.getImage(name).remove(), { accepted: [404, 409] })));
}

const Container = v.object({ ImageID: v.string() });

/** Ids of all images on the server, whoever brought them. */
export async function readImageIds(host: DockerHost): Promise<Set<string>> {
  const listed = v.parse(v.array(Image), await callDocker(host.docker.listImages({ all: false })));
  return new Set(listed.map(({ Id }) => Id));
}

/** Whether a container of any resource of ours runs the image by a pull of ours. */
export async function isPulledByUs(host: DockerHost, image: string): Promise<boolean> {
  const filters = { label: [`${label.managed}=true`, `${label.image}=pulled`] };
  const listed = v.parse(v.array(Container), await callDocker(host.docker.listContainers({ all: true, filters })));
  return listed.some(({ ImageID }) => ImageID === image);
}
