export * from "./bulks.ts";
export * from "./deployments.ts";
export * from "./events/index.ts";
export * from "./roles.ts";
export * from "./servers.ts";
export * from "./sources.ts";
export * from "./tags.ts";
export * from "./variables.ts";
