import { describe, expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { libraryHomes } from "./library-homes.ts";

const inFile = (path: string, text: string) => placesOf(libraryHomes, { [path]: text });

describe("libraries with one home", () => {
  test.each([
    ["api/src/releases/deployments/cancel-deployment.ts", 'import { eq } from "drizzle-orm";'],
    ["api/src/releases/deployments/deployments.routes.ts", 'import { drizzle } from "drizzle-orm/libsql";'],
    ["api/src/entry.node.ts", 'import { createClient } from "@libsql/client";'],
    ["api/src/places/servers/check-server.ts", 'import ssh2 from "ssh2";'],
    ["runner/src/hosts/ssh-host.ts", 'import ssh2 from "ssh2"; new ssh2.Client();'],
    ["runner/src/hosts/ssh-host.ts", 'import { Client } from "ssh2"; const client = new Client();'],
    ["runner/src/agent/claim-loop.ts", "const url = process.env.FAIRLEAD_URL;"],
    ["api/src/app.ts", 'const url = process.env["FAIRLEAD_URL"];'],
    ["api/src/app.ts", 'import { env } from "node:process";'],
    ["runner/src/build/dockerignore.ts", 'import { createRequire } from "node:module";'],
  ])("%s may not hold %s", (path, text) => {
    expect(inFile(path, text)).toEqual([`${path}:1`]);
  });

  test.each([
    ["api/src/releases/deployments/deployments.store.ts", 'import { eq } from "drizzle-orm";'],
    ["db/src/client.ts", 'import { drizzle } from "drizzle-orm/libsql";'],
    ["api/src/releases/deployments/cancel-deployment.ts", 'import type { SQL } from "drizzle-orm";'],
    ["api/src/deployments/cancel-deployment.test.ts", 'import { eq } from "drizzle-orm";'],
    ["runner/src/hosts/ssh-open.ts", 'import ssh2 from "ssh2"; new ssh2.Client();'],
    ["runner/src/hosts/ssh-key.ts", 'import ssh2 from "ssh2"; ssh2.utils.parseKey("");'],
    ["runner/src/agent/control-plane.ts", "new Client();"],
    ["api/src/kit/config.ts", "const url = process.env.FAIRLEAD_URL;"],
    ["api/src/entry.node.ts", "readConfig(process.env);"],
    ["runner/src/main.ts", "readConfig(process.env);"],
  ])("%s may hold %s", (path, text) => {
    expect(inFile(path, text)).toEqual([]);
  });
});
