import { expect, test } from "vitest";
import { aSpec, ids } from "../testing/builders.ts";
import { filesOf } from "./files-of.ts";

const { container } = aSpec();
const file = { path: "/etc/app.conf", content: ids.file(1), mode: "0640", owner: "1000:50" };
const spec = { container: { ...container, files: [file] } };

test("a file has its bytes, its permissions and the numbers of its owner", () => {
  expect(filesOf(spec, [{ id: ids.file(1), content: "/wA=" }])).toEqual([
    { path: "/etc/app.conf", mode: 0o640, uid: 1000, gid: 50, bytes: Buffer.from([0xff, 0]) },
  ]);
});

test("one whose bytes were not sent ends the deployment with its path", () => {
  expect(() => filesOf(spec, [])).toThrow("/etc/app.conf was not sent along");
});
