import type { Forge } from "@fairlead/runner/contract";

/** The user name a token goes with over https. Forges that look at the token alone still want one. */
const usual: Record<Forge, string> = {
  github: "x-access-token",
  gitlab: "oauth2",
  bitbucket: "x-token-auth",
  gitea: "git",
  git: "git",
};

export const gitUser = (source: { forge: Forge; tokenUser: string | null }) => source.tokenUser ?? usual[source.forge];
