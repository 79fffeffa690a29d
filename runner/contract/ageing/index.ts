export { added, addedShape, growing, retired, toldBy } from "./marks.ts";
export { neededBy } from "./needed-by.ts";
export { tolerant } from "./tolerant.ts";
export { written } from "./written.ts";
