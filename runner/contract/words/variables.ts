/** Where a variable is given: to the process, to the build, or to both. */
export const envScopes = ["runtime", "build", "both"] as const;
export type EnvScope = (typeof envScopes)[number];
