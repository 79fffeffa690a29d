// One line a kind of build that begins with a repository, under its word in the contract.
export { dockerfile } from "./kinds/dockerfile.ts";
export { staticSite as static } from "./kinds/static-site.ts";
