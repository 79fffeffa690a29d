import { expect, test } from "vitest";
import { ids } from "../testing/builders.ts";
import { planImageSweep } from "./image-sweep.ts";
import { imageRepository } from "./names.ts";

const { resource } = ids;
const own = (tag: string) => `${imageRepository(resource)}:${tag}`;
const sweep = (more: { keep?: string[]; pulled?: string[] }) => ({ resource, keep: [], pulled: [], ...more });

test("what a container that stays runs is never asked to go, built or pulled", () => {
  const built = [
    { id: "kept", tags: [own("one")] },
    { id: "old", tags: [own("two")] },
  ];
  expect(planImageSweep(sweep({ keep: ["kept", "running"], pulled: ["running", "gone"] }), built)).toEqual([
    "old",
    "gone",
  ]);
});

test("an image with a name of somebody else loses our name only", () => {
  expect(planImageSweep(sweep({}), [{ id: "shared", tags: [own("one"), "backup/shop:1"] }])).toEqual([own("one")]);
});
