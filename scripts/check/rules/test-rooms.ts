import type { Finding } from "../finding.ts";
import type { Import, Module } from "../module.ts";
import { relativeTarget } from "../places.ts";
import { testLayers, testRooms } from "../test-rooms.ts";

const roomOf = (path: string): string | undefined => path.match(/^test\/([^/]+)\//)?.[1];
const rankOf = (room: string): number => {
  const layer = testRooms[room]?.layer;
  return layer === undefined ? -1 : testLayers.indexOf(layer);
};

/** The rooms of `test/` stand in layers: furniture serves every test, and no test is furniture of another layer's. */
export function testRoomsHold(modules: Module[]): Finding[] {
  return modules.flatMap((module) => {
    const room = roomOf(module.path);
    if (room === undefined) return [];
    if (rankOf(room) === -1) return [finding(module, { line: 1, message: unknown(room) })];
    return module.imports.flatMap((each) => upwards(module, { room, each }));
  });
}

function upwards(module: Module, { room, each }: { room: string; each: Import }): Finding[] {
  const target = roomOf(relativeTarget(module.path, each.specifier) ?? "");
  if (target === undefined || rankOf(target) <= rankOf(room)) return [];
  const [own, other] = [testRooms[room], testRooms[target]];
  const message = `${each.specifier} leads up from ${room} (${own?.layer}) to ${target} (${other?.layer}): what both need is furniture, in test/support or test/lab`;
  return [finding(module, { line: each.line, message })];
}

const unknown = (room: string) =>
  `test/${room} is no room; those that there are stand with their layer in scripts/check/test-rooms.ts: ${Object.keys(testRooms).join(", ")}`;

const finding = ({ path }: Module, { line, message }: { line: number; message: string }): Finding => ({
  path,
  line,
  rule: "test rooms",
  message,
});
