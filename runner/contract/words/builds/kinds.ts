// One line a kind of build, under the word that names it in specs and rows.
export { dockerfile } from "./dockerfile.ts";
export { image } from "./image.ts";
export { staticSite } from "./static-site.ts";
