import { afterAll, afterEach } from "vitest";
import type { GitSettings } from "../git-settings.ts";
import { createGitSources } from "../git-sources.ts";
import { type GitHttpServer, startGitHttpServer } from "./git-http-server.ts";
import { createGitProject } from "./git-project.ts";

/** The test's forge is on loopback: an admin named it. */
export const endpointIn = (url: string) => URL.parse(url)?.host ?? "";

export const publicSettings = (url: string, more: Partial<GitSettings> = {}): GitSettings => ({
  url,
  auth: { kind: "none" },
  knownHost: null,
  submodules: false,
  lfs: false,
  scope: "public",
  inside: [endpointIn(url)],
  allowHttp: true,
  ...more,
});

/** Repositories for the tests of a file, and servers of them that end with the test that started them. */
export function useServedProject() {
  const project = createGitProject();
  let servers: GitHttpServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.close()));
    servers = [];
  });
  afterAll(() => project.remove());
  return {
    project,
    serve: async (options: Partial<Parameters<typeof startGitHttpServer>[0]> = {}) => {
      const server = await startGitHttpServer({ repositories: project.repositories, ...options });
      servers.push(server);
      return server;
    },
    sources: () => createGitSources({ stateDirectory: project.state, environment: process.env }),
  };
}
