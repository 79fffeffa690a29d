import { describe, expect, test } from "vitest";
import { parsed, placesOf } from "../samples.ts";
import { arrows } from "./arrows.ts";

const inFile = (path: string, text: string) => placesOf(arrows, { [path]: text });

describe("arrows between packages", () => {
  test.each([
    ["runner/src/main.ts", 'import { openDatabase } from "@fairlead/db";'],
    ["runner/src/main.ts", 'import type { AppType } from "@fairlead/api/types";'],
    ["runner/src/main.ts", 'import { openDatabase } from "../../db/src/index.ts";'],
    ["db/src/client.ts", 'import { app } from "@fairlead/api/node";'],
    ["db/src/client.ts", 'export * from "@fairlead/runner/main";'],
    ["api/src/app.ts", 'import { claimLoop } from "../../runner/src/agent/claim-loop.ts";'],
    ["ui/src/lib/api.ts", 'import { app } from "@fairlead/api/types";'],
    ["ui/src/lib/api.ts", 'import type { Row } from "@fairlead/db";'],
    ["ui/src/routes/+page.svelte", '<script lang="ts">import { Job } from "@fairlead/runner/contract";</script>'],
    ["ui/src/lib/api.ts", 'import { port } from "@fairlead/runner/contract/workload.ts";'],
    ["runner/contract/words/settings.ts", 'import * as v from "valibot";'],
    ["runner/contract/words/settings.ts", 'import { Port } from "../grammar.ts";'],
    ["scripts/start.ts", 'const api = await import("../api/src/entry.node.ts");'],
    ["runner/contract/job.ts", 'import { clock } from "../src/clock.ts";'],
    ["runner/contract/job.ts", 'import { z } from "zod";'],
    ["runner/state-lock/index.ts", 'import { clock } from "../src/clock.ts";'],
    ["db/src/client.ts", 'import { holdFolder } from "@fairlead/runner/state-lock";'],
    ["api/src/entry.node.ts", 'import { holdFolder } from "../../runner/state-lock/index.ts";'],
    ["api/src/app.ts", 'import { testDeps } from "./testing/test-deps.ts";'],
  ])("%s may not hold %s", (path, text) => {
    expect(inFile(path, text)).toEqual([`${path}:1`]);
  });

  test.each([
    ["runner/src/main.ts", 'import { jobSchema } from "@fairlead/runner/contract";'],
    ["runner/src/main.ts", 'import { jobSchema } from "../contract/job.ts";'],
    ["runner/src/runner.ts", 'import { holdFolder } from "../state-lock/index.ts";'],
    ["api/src/entry.node.ts", 'import { holdFolder } from "@fairlead/runner/state-lock";'],
    ["scripts/start.ts", 'import { readNodeConfig } from "../api/src/kit/config.ts";'],
    ["scripts/start.ts", 'import { findHolder } from "../runner/state-lock/index.ts";'],
    ["db/src/schema/jobs.ts", 'import { jobKinds } from "@fairlead/runner/contract";'],
    ["api/src/app.ts", 'import { openDatabase } from "@fairlead/db"; import { Hono } from "hono";'],
    ["ui/src/lib/api.ts", 'import type { AppType } from "@fairlead/api/types";'],
    ["ui/src/lib/api.ts", 'import { words } from "@fairlead/runner/contract/words/settings/index.ts";'],
    [
      "runner/contract/words/settings.ts",
      'import { words } from "./start.ts"; import type { Port } from "../grammar.ts";',
    ],
    ["api/src/app.test.ts", 'import { testDeps } from "./testing/test-deps.ts";'],
    ["api/src/app.test.ts", 'import { until } from "../../test/support/wait.ts";'],
    ["test/scenarios/push.test.ts", 'import { planDeployment } from "../../runner/src/plan/plan-deployment.ts";'],
    ["runner/contract/job.ts", 'import * as v from "valibot"; import { idSchema } from "./id.ts";'],
  ])("%s may hold %s", (path, text) => {
    expect(inFile(path, text)).toEqual([]);
  });

  test("a package is reached by its name and not by a path into its folder", () => {
    const [finding] = arrows(parsed({ "api/src/app.ts": 'import { rows } from "../../db/src/index.ts";' }));
    expect(finding?.message).toContain("by its package name");
  });
});
