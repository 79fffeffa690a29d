import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createFakeFiles } from "./fake-files.ts";
import { localFiles } from "./local-files.ts";
import { describeHostFiles } from "./testing/host-files.suite.ts";

const folder = mkdtempSync(join(tmpdir(), "fairlead-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeHostFiles("this machine", async () => ({ files: localFiles, directory: folder }));
const fake = createFakeFiles({ directories: ["/work"] });
describeHostFiles("the fake", async () => ({ files: fake, directory: "/work" }));
