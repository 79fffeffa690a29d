// pure

/** Equal to the version in package.json; a test holds them together. */
export const version = "0.3.0";
