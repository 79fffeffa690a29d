export const scopeOptions = [
  { value: "runtime", label: "While it runs" },
  { value: "build", label: "During the build" },
  { value: "both", label: "Both" },
] as const;

export const scopeText = (scope: (typeof scopeOptions)[number]["value"]) =>
  scopeOptions.find(({ value }) => value === scope)?.label ?? scope;
