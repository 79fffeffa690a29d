// pure

import type { JobSecrets, WorkloadSpec } from "../../contract/index.ts";
import { StepFailed } from "../outcome.ts";
import type { FileToPut } from "../ports/driver.ts";

/** The files of a release with what is in them. */
export const filesOf = ({ container }: Pick<WorkloadSpec, "container">, told: JobSecrets["files"]): FileToPut[] =>
  container.files.map(({ path, content, mode, owner }) => {
    const found = told.find(({ id }) => id === content);
    if (!found) throw new StepFailed(notSent(path));
    const [uid = 0, gid = 0] = owner.split(":").map(Number);
    return { path, mode: Number.parseInt(mode, 8), uid, gid, bytes: Buffer.from(found.content, "base64") };
  });

const notSent = (path: string) => ({
  class: "invalid-spec" as const,
  step: null,
  sentence: `What is to be in ${path} was not sent along, and without it the container would begin with another file or none.`,
  evidence: [],
  nextAction: "Deploy again. If it stays so, upload the file anew.",
});
