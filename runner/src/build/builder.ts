// pure

import type { DockerHost } from "../engine/docker-host.ts";
import type { BuildRequest } from "../ports/target.ts";
import type { SourceTree } from "../sources/source-tree.ts";
import type { BuiltImage } from "./build-event.ts";
import type { BuildRun } from "./build-run.ts";

/** What a build works with: the fetched tree, and what is the same for every kind. */
export type BuildPlace = {
  host: DockerHost;
  tree: SourceTree;
  run: BuildRun;
  request: BuildRequest;
  /** Sha of what was fetched. */
  commit: string;
};

/** Makes the image of one kind of build from a repository. Throws BuildFault with what to mend. */
export type Builder<B> = (build: B, at: BuildPlace) => Promise<BuiltImage>;

/** What is built, by the name that the running process has for it too. A build that does not ask does not depend on it. */
export const commitArgument = "FAIRLEAD_COMMIT";
