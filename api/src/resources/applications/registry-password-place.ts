import type { CredentialPlace } from "../../kit/secrets/open-credential.ts";

/** Where the password of an application's registry is sealed. */
export const registryPasswordPlace = (applicationId: string): CredentialPlace => ({
  credential: { table: "application", column: "registry_password", row: applicationId },
});
