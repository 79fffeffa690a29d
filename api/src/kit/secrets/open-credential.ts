import { registryOf } from "@fairlead/runner/contract";
import { type Reach, strangerTo } from "../../rules/source-reach.ts";
import type { SecretPlace } from "./brand.ts";

/** Opens what is sealed with one team's key. */
export type Opener = (place: SecretPlace, sealed: string) => Promise<string>;

/**
 * A place whose secret signs us in at somebody else's. It is no `SealPlace`, so that nothing but `openCredential` takes it: such a secret
 * is opened together with the address it goes to, or not at all.
 */
export type CredentialPlace = { readonly credential: SecretPlace };

/** Who gave a credential, and for where. */
export type GivenFor =
  | ({ kind: "source" } & Reach)
  /** By its one name. */
  | { kind: "registry"; registry: string }
  /** The machine that has the files of a volume. */
  | { kind: "share"; host: string };

export type Credential = { place: CredentialPlace; sealed: string; givenFor: GivenFor };

/** A credential was about to go where it was not given for. `message` says what would have to be true, as a sentence. */
export class WrongAddress extends Error {
  override readonly name = "WrongAddress";
}

/** `to`: clone URL of the repository, or reference of the image; any image of a registry is `registry/…`. Throws WrongAddress, or what `open` throws. */
export async function openCredential(
  open: Opener,
  { place, sealed, givenFor }: Credential,
  { to }: { to: string },
): Promise<string> {
  const complaint = complaintAbout(givenFor, to);
  if (complaint !== undefined) throw new WrongAddress(complaint);
  return open(place.credential, sealed);
}

function complaintAbout(givenFor: GivenFor, to: string): string | undefined {
  if (givenFor.kind === "source") {
    const stranger = strangerTo(givenFor, to);
    return stranger === undefined ? undefined : `The repository ${to} ${stranger}.`;
  }
  if (givenFor.kind === "share")
    return givenFor.host === to ? undefined : `The password is for ${givenFor.host}, and ${to} is asked.`;
  const asked = registryOf(to);
  if (givenFor.registry === asked) return undefined;
  return `The login is for the registry ${givenFor.registry}, and ${to} lies in ${asked}.`;
}
