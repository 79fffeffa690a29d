// pure

/** As many applications as one server is asked about at once. */
export const mostExpected = 5_000;

/** The address of a port that is bound to all of them. */
export const everywhere = "0.0.0.0";
