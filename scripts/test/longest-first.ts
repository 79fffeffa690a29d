import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { knownSeconds, untimedLabSeconds } from "./known-seconds.ts";

/** Files whose time is known by that, the longest first; all others as vitest orders them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const untimed = (file: string) => (file.endsWith(".lab.test.ts") ? untimedLabSeconds : 0);
    const seconds = ({ moduleId }: TestSpecification) => {
      const file = relative(this.ctx.config.root, moduleId);
      return knownSeconds[file] ?? untimed(file);
    };
    return (await super.sort(files)).sort((a, b) => seconds(b) - seconds(a));
  }
}
