import type { DockerHost } from "../engine/docker-host.ts";
import { type Release, releaseOf } from "../plan/names.ts";

/** The same server, where containers get the labels that another runner would write. */
export function labellingHost(host: DockerHost, labels: (release: Release) => Record<string, string>): DockerHost {
  const docker: DockerHost["docker"] = Object.create(host.docker, {
    createContainer: {
      value: (options: Parameters<DockerHost["docker"]["createContainer"]>[0]) => {
        const release = releaseOf(options.Labels ?? {});
        return host.docker.createContainer({ ...options, ...(release ? { Labels: labels(release) } : {}) });
      },
    },
  });
  return { ...host, docker };
}
