import type { CredentialPlace } from "../../kit/secrets/open-credential.ts";

/** Where the password of a team's registry is sealed. The address is part of it: beside another one the password does not open. */
export const teamRegistryPlace = ({ id, address }: { id: string; address: string }): CredentialPlace => ({
  credential: { table: "registry", column: "password", row: `${id} ${address}` },
});
