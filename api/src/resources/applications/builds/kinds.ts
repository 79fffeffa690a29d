// pure

// One line a kind of build, under its word in the contract.
export { dockerfile } from "./dockerfile.ts";
export { image } from "./image.ts";
export { staticSite as static } from "./static-site.ts";
