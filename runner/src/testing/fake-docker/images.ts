import * as v from "valibot";
import { filterOf } from "./networks.ts";
import { type Call, type DockerState, type FakeImage, nextId, Refusal, type Route } from "./state.ts";

/**
 * The laws of image names: a tag moves to what is built or pulled last and leaves the one before without a name; a name is taken away
 * before the image goes; an image that a container uses stays, and so does one that somebody gave another name.
 */
const find = ({ images }: DockerState, name: string): FakeImage => {
  const found = images.find(({ id, tags, digests }) => id === name || tags.includes(name) || digests.includes(name));
  if (!found) throw new Refusal(404, `No such image: ${name}`);
  return found;
};

const shown = ({ id, tags, digests, labels, config }: FakeImage) => ({
  Id: id,
  Architecture: "amd64",
  RepoTags: tags.length > 0 ? tags : ["<none>:<none>"],
  RepoDigests: digests,
  Labels: labels,
  Config: { ...config, Env: ["CADDY_VERSION=v2.6.2"], Labels: labels },
});

function giveTag(state: DockerState, { image, tag }: { image: FakeImage; tag: string }): void {
  for (const each of state.images) each.tags = each.tags.filter((name) => name !== tag);
  image.tags.push(tag);
}

/** As if somebody had built or pulled it. */
export function addImage(
  state: DockerState,
  { tag, id = `sha256:${nextId()}`, labels = {}, config }: Partial<FakeImage> & { tag: string },
): FakeImage {
  const known = state.images.find((each) => each.id === id);
  const image = known ?? { id, tags: [], digests: [], labels, config };
  if (!known) state.images.push(image);
  giveTag(state, { image, tag });
  return image;
}

const repositoryOf = (tag: string) => tag.slice(0, tag.lastIndexOf(":"));

function remove(state: DockerState, name: string): void {
  const image = find(state, name);
  const isUsed = state.containers.some((each) => each.image === image.id);
  const repositories = new Set([...image.tags.map(repositoryOf), ...image.digests.map((one) => one.split("@")[0])]);
  const isById = name === image.id;
  const isSingle = image.tags.length <= 1 && repositories.size <= 1;
  if (isById && !isSingle)
    throw new Refusal(
      409,
      `conflict: unable to delete ${name} (must be forced) - image is referenced in multiple repositories`,
    );
  if (isUsed && isSingle)
    throw new Refusal(409, `conflict: unable to remove ${name} (must force) - a container is using its image`);
  if (!isById && !isSingle) {
    image.tags = image.tags.filter((tag) => tag !== name);
    // With its last tag of a repository an image loses what it was called there by its digest.
    const left = new Set(image.tags.map(repositoryOf));
    if (!left.has(repositoryOf(name)))
      image.digests = image.digests.filter((one) => !one.startsWith(`${repositoryOf(name)}@`));
    return;
  }
  state.images = state.images.filter(({ id }) => id !== image.id);
}

export const imageRoutes: readonly Route[] = [
  ["GET", /^\/version$/, () => ({ status: 200, body: { Arch: "amd64" } })],
  [
    "GET",
    /^\/images\/json$/,
    (state, { query }) => {
      const labels = filterOf(query, "label");
      const isAsked = (each: FakeImage) =>
        labels.every((label) => each.labels[label.split("=")[0] ?? ""] === label.split("=")[1]);
      return { status: 200, body: state.images.filter(isAsked).map(shown) };
    },
  ],
  ["GET", /^\/images\/(.+)\/json$/, (state, _call, [name = ""]) => ({ status: 200, body: shown(find(state, name)) })],
  [
    "DELETE",
    /^\/images\/(.+)$/,
    (state, _call, [name = ""]) => {
      remove(state, name);
      return { status: 200, body: [] };
    },
  ],
  [
    "POST",
    /^\/images\/create$/,
    (state, { query }) => {
      const reference = `${query.get("fromImage")}:${query.get("tag")}`;
      const found = state.registry.get(reference);
      if (!found) throw new Refusal(404, `manifest for ${reference} not found: manifest unknown: manifest unknown`);
      const image = addImage(state, { tag: reference, ...found });
      const digest = `${query.get("fromImage")}@${found.id}`;
      if (!image.digests.includes(digest)) image.digests.push(digest);
      return { status: 200, lines: said({ status: `Status: Downloaded newer image for ${reference}` }) };
    },
  ],
  [
    "POST",
    /^\/images\/(.+)\/tag$/,
    (state, { query }, [name = ""]) => {
      giveTag(state, { image: find(state, name), tag: `${query.get("repo")}:${query.get("tag")}` });
      return { status: 201 };
    },
  ],
  [
    "POST",
    /^\/images\/(.+)\/push$/,
    (state, { query }, [name = ""]) => {
      const reference = `${name}:${query.get("tag")}`;
      const image = find(state, reference);
      if (state.refusesPush !== undefined) return { status: 200, lines: said({ error: state.refusesPush }) };
      state.registry.set(reference, { id: image.id, labels: image.labels });
      const digest = `${name}@${image.id}`;
      if (!image.digests.includes(digest)) image.digests.push(digest);
      return { status: 200, lines: said({ status: "Pushed", id: "layer" }, { aux: { Tag: query.get("tag") } }) };
    },
  ],
  [
    "POST",
    /^\/build$/,
    (state, call) => {
      const id = `sha256:${nextId()}`;
      state.builds.push({ buildArgs: wordsIn(call, "buildargs"), noCache: call.query.get("nocache") === "1" });
      addImage(state, { tag: call.query.get("t") ?? "", id, labels: wordsIn(call, "labels") });
      return { status: 200, lines: said({ id: "moby.image.id", aux: { ID: id } }) };
    },
  ],
  ["POST", /^\/build\/cancel$/, () => ({ status: 200 })],
];

const wordsIn = ({ query }: Call, name: string) =>
  v.parse(v.record(v.string(), v.string()), JSON.parse(query.get(name) ?? "{}"));

async function* said(...messages: object[]): AsyncGenerator<object> {
  yield* messages;
}
