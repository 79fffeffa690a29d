import { gitSettingsOf } from "./git-settings-of.ts";
import type { JobRunner } from "./job-runner.ts";

/** What the branch of a repository points at now. */
export const readHead: JobRunner<"read-head"> = ({ tools, context, payload }) =>
  context.journal.step("read-head", async () => {
    const { git, inside, ref } = payload;
    const settings = await gitSettingsOf({ git, inside }, context.secrets, tools);
    return { kind: "read-head", commit: await tools.sources.readHead(settings, { ref, signal: context.signal }) };
  });
