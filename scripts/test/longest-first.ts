import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { labSeconds } from "./lab-seconds.ts";

/** Files whose time is known by that, the longest first; all others as vitest orders them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = (file: TestSpecification) => labSeconds[relative(this.ctx.config.root, file.moduleId)] ?? 0;
    return (await super.sort(files)).sort((a, b) => seconds(b) - seconds(a));
  }
}
