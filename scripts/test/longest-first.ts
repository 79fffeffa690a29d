import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { labSeconds, untimedSeconds } from "./lab-seconds.ts";

/** Files of the lab by their time, the longest first; all others as vitest orders them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith(".lab.test.ts") ? (labSeconds[relative(this.ctx.config.root, moduleId)] ?? untimedSeconds) : 0;
    return (await super.sort(files)).sort((a, b) => seconds(b) - seconds(a));
  }
}
