import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./repository.ts";

// The guide to the code tells two walks as lists of places. They hold while each place is there and is reached from one before it.

type Place = { walk: string; part: string; path: string; name: string; isHandedIn: boolean };

const line = /^\d+\. `([^`]+)` `([^`]+)`: (.*)$/;
function placesIn(guide: string): Place[] {
  let [walk, part] = ["", ""];
  return guide.split("\n").flatMap((text) => {
    if (text.startsWith("## ")) [walk, part] = [text.slice(3), ""];
    if (text.startsWith("### ")) part = text.slice(4);
    const [, path = "", name = "", words = ""] = line.exec(text) ?? [];
    // What stands in a list that is handed in is named by nobody before it.
    return path === "" ? [] : [{ walk, part, path, name, isHandedIn: /^from the (?:registry|tools)/.test(words) }];
  });
}

const places = placesIn(readFileSync(join(root, "docs/architecture.md"), "utf8"));
const textOf = ({ path }: Place) => readFileSync(join(root, path), "utf8");
const says = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);

test("the guide to the code walks with a commit and with a secret", () => {
  const steps = (walk: string) => places.filter((each) => each.walk === `The walk of a ${walk}`).length;
  expect(steps("commit")).toBeGreaterThan(25);
  expect(steps("secret")).toBeGreaterThan(15);
});

describe.each(places.map((place) => [`${place.walk}, ${place.part}: ${place.path} ${place.name}`, place] as const))(
  "%s",
  (_, place) => {
    test("is there under that name", () => {
      expect(existsSync(join(root, place.path))).toBe(true);
      expect(textOf(place)).toMatch(new RegExp(`export (?:async )?(?:function|const|\\{[^}]*) ?${place.name}\\b`));
    });
  },
);

const beforeIt = (place: Place) =>
  places.slice(0, places.indexOf(place)).filter(({ walk, part }) => walk === place.walk && part === place.part);
const reached = places.filter((place) => !place.isHandedIn && beforeIt(place).length > 0);

test.each(reached.map((place) => [place.path, place.name, place] as const))(
  "%s %s is reached from a place before it",
  (_path, _name, place) => {
    expect(
      beforeIt(place)
        .map(textOf)
        .filter((text) => says(text, place.name)),
    ).not.toEqual([]);
  },
);
