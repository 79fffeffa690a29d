import type { Finding } from "../finding.ts";
import { floorOf, floors, rankOf, roomOf } from "../floors.ts";
import type { Module } from "../module.ts";
import { isTest, relativeTarget } from "../places.ts";

type Arrow = { from: string; to: string; path: string; line: number; specifier: string };

/** The control plane's folders stand on floors: no import leads upwards, and no two folders import each other. */
export function floorsHold(modules: Module[]): Finding[] {
  const arrows = modules.flatMap(arrowsOf);
  return [...arrows.flatMap(upwards), ...mutual(arrows)];
}

function arrowsOf({ path, imports }: Module): Arrow[] {
  if (floorOf(path) === undefined || isTest(path)) return [];
  return imports.flatMap(({ specifier, line }) => {
    const to = relativeTarget(path, specifier);
    return to === undefined || floorOf(to) === undefined ? [] : [{ from: path, to, path, line, specifier }];
  });
}

const finding = ({ path, line }: Arrow, message: string): Finding => ({ path, line, rule: "floors", message });

function upwards(arrow: Arrow): Finding[] {
  const [from = "", to = ""] = [floorOf(arrow.from), floorOf(arrow.to)];
  const unknown = [from, to].find((floor) => rankOf(floor) === -1);
  if (unknown !== undefined) {
    const names = floors.map(({ name }) => name).join(", ");
    return [finding(arrow, `api/src/${unknown} is no floor; the floors, from the ground up, are ${names}`)];
  }
  if (rankOf(to) <= rankOf(from)) return [];
  const holds = floors[rankOf(from)]?.holds ?? "";
  return [
    finding(
      arrow,
      `${arrow.specifier} leads up from ${from} to ${to}. ${from} holds ${holds}: let ${to} hand it in, or move what both need down`,
    ),
  ];
}

function mutual(arrows: readonly Arrow[]): Finding[] {
  const between = new Map<string, Arrow[]>();
  for (const arrow of arrows) {
    const [from, to] = [roomOf(arrow.from), roomOf(arrow.to)];
    // What leads upwards is told as that.
    if (from === to || floorOf(arrow.from) !== floorOf(arrow.to)) continue;
    between.set(`${from} ${to}`, [...(between.get(`${from} ${to}`) ?? []), arrow]);
  }
  return [...between].flatMap(([pair, found]) => {
    const [from = "", to = ""] = pair.split(" ");
    const back = between.get(`${to} ${from}`) ?? [];
    // One finding for each pair, at the side with fewer imports: that is the one to turn round.
    if (back.length === 0 || back.length < found.length || (back.length === found.length && from > to)) return [];
    return found.map((arrow) =>
      finding(arrow, `${from} and ${to} import each other; move what both need into a folder below both`),
    );
  });
}
