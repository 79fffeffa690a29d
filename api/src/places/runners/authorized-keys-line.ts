// pure

/** What a server lets the runner's key do: forwarding, by which it reaches Docker, and none of the rest. */
export const authorizedKeysLine = (sshPublicKey: string) => `restrict,port-forwarding ${sshPublicKey}`;
