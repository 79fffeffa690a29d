import type { Push } from "../../lab/forge/push.ts";

const after = "b".repeat(40);

/** One commit on the branch that the applications follow. */
export const aPush: Push = {
  repository: {
    fullName: "ada/shop",
    isPublic: false,
    httpUrl: "http://forge.test/ada/shop.git",
    httpsUrl: "https://forge.test/ada/shop.git",
    sshUrl: "git@forge.test:ada/shop.git",
    token: "",
  },
  ref: "refs/heads/main",
  before: "a".repeat(40),
  after,
  isForced: false,
  commits: [
    {
      id: after,
      message: "Make it faster",
      timestamp: "2026-11-22T10:00:00+00:00",
      author: { name: "Ada", email: "ada@forge.test" },
      added: ["new.ts"],
      modified: ["app.ts"],
      removed: ["old.ts"],
    },
  ],
};
