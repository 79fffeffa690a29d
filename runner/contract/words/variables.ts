/** Where a variable is given: to the process, to the build, or to both. */
export const envScopes = ["runtime", "build", "both"] as const;
export type EnvScope = (typeof envScopes)[number];

/** What a process finds in its environment although nobody set it, and what it says. Of these only PORT gives way to a variable of that name. */
export const injectedVariables = {
  PORT: "The port of the settings, where the process is asked whether it answers.",
  FAIRLEAD_COMMIT: "The commit that runs; empty for an image that was not built here.",
  FAIRLEAD_DEPLOYMENT: "The id of the deployment that started the process.",
} as const;
export type InjectedVariable = keyof typeof injectedVariables;

/** What the text of a variable is: itself, or one in which `${{ name.KEY }}` stands for what another variable holds. */
export const variableKinds = ["literal", "reference"] as const;
export type VariableKind = (typeof variableKinds)[number];
