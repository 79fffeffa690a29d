// pure

/** A registry that asked who pulls, and the user it was told; null: nobody, for there is no login. */
export type AskedLogin = { registry: string; username: string | null };

type Refused = { message: string; login?: AskedLogin | undefined };

/** By its words it knew the user, and does not let them have the image. */
const isKnownUser = (message: string) => /403 Forbidden|insufficient_scope|denied: /i.test(message);

/** Some say so; others only refuse. */
const hasEnded = (message: string) => /token.{0,60}\bexpired|expired.{0,60}\btoken/i.test(message);

/** Who refused whom, as the beginning of a sentence. */
export function refusedBy({ message, login }: Refused): string {
  if (!login) return "The registry does not give the image";
  const { registry, username } = login;
  if (username === null) return `The registry ${registry} does not give the image without a login`;
  if (hasEnded(message)) return `The registry ${registry} says that the token of its user ${username} has ended`;
  return isKnownUser(message)
    ? `The registry ${registry} does not give the image to its user ${username}`
    : `The registry ${registry} refuses the login of its user ${username}`;
}

const places = "under Settings, Registries";

export function afterRefusal({ message, login }: Refused): string {
  if (!login) return `Check the image's name; a private one needs a login of its registry, ${places}.`;
  const { registry, username } = login;
  if (username === null)
    return `Check the image's name; if it is private, an admin of the team enters a login for ${registry} ${places}.`;
  if (hasEnded(message)) return `An admin enters a new one for ${registry}, ${places}, then deploy again.`;
  return isKnownUser(message)
    ? `Check the image's name, and give ${username} the right to pull it at ${registry}; or enter another login ${places}.`
    : `The password or token is wrong or has ended: enter the login for ${registry} again, ${places}.`;
}
