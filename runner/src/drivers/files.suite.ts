import { expect, test } from "vitest";
import type { FileToPut } from "../ports/driver.ts";
import { type DriverWorld, failing, through } from "./driver-world.suite.ts";

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
const files: FileToPut[] = [
  { path: "/etc/shop/deep/config.yml", mode: 0o640, uid: 1000, gid: 50, bytes: Buffer.from("a: ü\r\n") },
  { path: "/every-byte", mode: 0o600, uid: 0, gid: 0, bytes: everyByte },
  { path: "/empty", mode: 0o644, uid: 0, gid: 0, bytes: Buffer.alloc(0) },
];

/** The laws of drivers that put files into what they start. */
export function fileLaws(open: () => Promise<DriverWorld>): void {
  const order = (world: DriverWorld, number = 1) => {
    const release = world.aRelease({ number });
    return { release, spec: world.specOf(release, "keeps"), image: world.image, env: {}, commit: undefined, files };
  };

  test("they are there byte by byte, each with its permissions and owner, and folders on the way are made", async () => {
    const world = await open();
    const { container } = await world.driver(through).start(order(world));
    for (const file of files) expect(await world.fileIn(container, file.path)).toEqual(file);
  });

  test("what runs before the version has them too", async () => {
    const world = await open();
    const { container, watch } = await world
      .driver(through)
      .startCommand({ ...order(world), role: "command", line: "exit 0", onOutput: () => undefined });
    await watch.exited;
    expect(await world.fileIn(container, "/every-byte")).toEqual(files[1]);
  });

  test("when they cannot be put there, nothing of the version stays", async () => {
    const world = await open();
    const broken = failing("put-files", new Error("broken on the way"));
    await expect(world.driver(broken).start(order(world))).rejects.toThrow("broken on the way");
    expect(await world.driver(through).observe(world.resource)).toEqual([]);
  });

  test("a command that was made and has not begun gets them when it is asked for again", async () => {
    const world = await open();
    const asked = { ...order(world), role: "command" as const, line: "exit 0", onOutput: () => undefined };
    const broken = failing("put-files", new Error("broken on the way"));
    await expect(world.driver(broken).startCommand(asked)).rejects.toThrow("broken on the way");
    const { container, watch } = await world.driver(through).startCommand(asked);
    await watch.exited;
    expect(await world.fileIn(container, "/every-byte")).toEqual(files[1]);
  });
}
