// pure

/** Told to the control plane, which serves the runner that fits it. */
export const version = "0.3.0";
