import { isSameRegistry } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import type { JobRunner } from "./job-runner.ts";
import { onServer } from "./on-server.ts";

/** Tries the login of a registry from the server whose Docker would use it. That it is refused is a finding, not a failure. */
export const checkRegistry: JobRunner<"check-registry"> = (job) =>
  onServer(job, (there) =>
    job.context.journal.step("check-registry", async (note) => {
      const { registry, pull, push } = job.payload;
      const login = job.context.secrets.registries.find((each) => isSameRegistry(each.registry, registry));
      if (!login) throw noLogin(registry);
      const lines = await there.checkRegistry({ registry, login, pull, push, signal: job.context.signal });
      note(lines.map(({ name, state }) => `${name} ${state}`).join(", "));
      return { kind: "registry-checked", lines };
    }),
  );

const noLogin = (registry: string) =>
  new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: `The job came without the login of ${registry}.`,
    evidence: [],
    nextAction: "Save the registry again under Settings, Registries.",
  });
