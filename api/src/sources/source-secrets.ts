// pure

/** 32 random bytes as text: for forges that take any text as a secret. */
export const webhookSecretBytes = 32;
