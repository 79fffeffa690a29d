/** What a source is connected to; `git` is any server that says of itself when something was pushed. */
export const forges = ["github", "gitlab", "bitbucket", "gitea", "git"] as const;
export type Forge = (typeof forges)[number];

/** How a source is read. */
export const sourceAuths = ["none", "token", "deploy-key"] as const;
export type SourceAuth = (typeof sourceAuths)[number];
