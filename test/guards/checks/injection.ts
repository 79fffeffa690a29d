import type { Check } from "../check.ts";

/** Values that mean something to git, a registry, the proxy or a build. */
export const checks: readonly Check[] = [
  {
    key: 26,
    about: "Repositories, branches and commits",
    parts: [
      {
        tried: "addresses that are programs, files, options, or carry a login",
        comes: "refused before git sees them",
        guard: "repositories:a repository's address that is a program",
        test: "is refused before git sees it",
      },
      {
        tried: "branches, tags and commits that begin with a dash or hold signs",
        comes: "refused in the language of the runner too",
        guard: "text:a branch is what git takes",
        test: "refuses what is not",
      },
      {
        tried: "a row that was written into the database",
        comes: "refused when it is deployed",
        guard: "repositories:a planted repository",
        test: "planted in an application",
      },
      {
        tried: "a payload that no grammar allows",
        comes: "refused by the runner before any effect",
        guard: "text:what no grammar allows",
        test: "no grammar allows",
      },
    ],
  },
  {
    key: 27,
    about: "Paths in repositories",
    parts: [
      {
        tried: "absolute ones, ones that climb, links that lead out, at each deployment anew",
        comes: "not found, nothing shown",
        guard: "repositories:no path of the settings leads out",
        test: "never out of it",
      },
      {
        tried: "a Dockerfile that is a link out",
        comes: "not found",
        guard: "repositories:a Dockerfile that is a link",
        test: "never out of it",
      },
      {
        tried: "a base directory that is none",
        comes: "refused",
        guard: "repositories:a base directory that is none",
        test: "base directory",
      },
      {
        tried: "a repository that points at the machine, deployed on a server",
        comes: "the release before goes on serving",
        test: "gets no Dockerfile from outside",
        in: "test/hostile/hostile-repository.lab.test.ts",
      },
    ],
  },
  {
    key: 28,
    about: "Images and registries",
    parts: [
      {
        tried: "names that are no image",
        comes: "refused by the grammar",
        guard: "text:an image is named by the grammar",
        test: "refuses what the grammar forbids",
      },
      {
        tried: "a password with quotes and signs",
        comes: "arrives unchanged in one header, in no address",
        guard: "text:a registry's password goes in a header",
        test: "in one header of the pull",
      },
      {
        tried: "a password",
        comes: "told with the address that it is for",
        guard: "text:a registry's password is sent with the address",
        test: "in one header of the pull",
      },
      {
        tried: "the logins of a team",
        comes: "those that the images may need",
        guard: "credentials:the logins that its images may need",
        test: "only that of its registry",
      },
      {
        tried: "a password during a build",
        comes: "told to its own registry only",
        guard: "text:a registry's password is told to a build",
        test: "own registry only",
      },
    ],
  },
  {
    key: 29,
    about: "Domains",
    parts: [
      {
        tried: "addresses, braces, marks, line ends",
        comes: "refused",
        guard: "requests:a domain is written by the grammar",
        test: "is refused",
      },
      {
        tried: "numbers that are an address",
        comes: "refused",
        guard: "requests:a domain is a name and no address",
        test: "is refused",
      },
      {
        tried: "a path with marks of the proxy",
        comes: "refused",
        guard: "requests:a path of a domain holds no marks",
        test: "is refused",
      },
      {
        tried: "a path that climbs",
        comes: "refused",
        guard: "requests:a path of a domain does not climb",
        test: "is refused",
      },
      {
        tried: "the host of the control plane",
        comes: "never given away",
        guard: "requests:the control plane's own host",
        test: "own host is never given away",
      },
      {
        tried: "a wildcard over it",
        comes: "never given away",
        guard: "requests:nor by a wildcard over it",
        test: "wildcard that covers",
      },
      {
        tried: "another team's host, in other case or as a wildcard",
        comes: "refused without saying whose it is",
        guard: "requests:a host of one team is refused",
        test: "of one team covers",
      },
      {
        tried: "a redirect to a host that is not served",
        comes: "refused",
        guard: "requests:a redirect leads only to a host",
        test: "only to a host",
      },
      {
        tried: "a name that no one may hold alone",
        comes: "refused",
        guard: "requests:nobody claims a suffix",
        test: "is refused",
      },
      {
        tried: "hosts in mixed case where there are very many",
        comes: "lead to their application",
        test: "a host in mixed case",
        in: "test/hostile/hostile-repository.lab.test.ts",
      },
      { tried: "headers that a person sets", comes: "judged by a grammar", missing: "headers set by people" },
    ],
  },
  {
    key: 30,
    about: "Variables",
    parts: [
      {
        tried: "names that are kept, or that objects drop",
        comes: "refused",
        guard: "text:a variable has no name that objects drop",
        test: "refuses what the grammar forbids",
      },
      {
        tried: "quotes, signs, lines, keys of several lines, large values",
        comes: "the same bytes in the container",
        guard: "text:values of variables reach the container",
        test: "made with our name",
      },
      {
        tried: "values of builds",
        comes: "mounted, no arguments, not in history",
        guard: "build-secrets:takes a secret variable by ARG",
        test: "takes by ARG",
      },
      {
        tried: "values in command lines",
        comes: "none",
        guard: "text:no value of a variable is an argument",
        test: "is one argument",
      },
      {
        tried: "values in logs, causes and notes",
        comes: "masked",
        guard: "text:a secret in a cause or a note",
        test: "never tells a secret",
      },
      {
        tried: "a build after a value changed",
        comes: "takes nothing from the layers of before",
        guard: "build-secrets:a step that mounts a variable",
        test: "depends on its value",
      },
      {
        tried: "the values of a running container on a server",
        comes: "the bytes that were typed, in no image and no log",
        test: "arrive byte for byte",
        in: "test/release/failing-versions.lab.test.ts",
      },
    ],
  },
];
