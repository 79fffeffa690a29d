/** Where all that floats above a page is put: outside of its landmarks nobody comes by who goes from one to the next. */
export const floatTarget = (): Element => document.querySelector("main") ?? document.body;
