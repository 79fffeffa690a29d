/** Why a mail was not taken, in words that a person can act on. */
export class MailFailure extends Error {
  /** Nothing but a change by a person will help: the same mail would be refused again. */
  readonly isPermanent: boolean;
  /** The pause that the provider asks for, as it wrote it. */
  readonly retryAfter: string | null;

  constructor(message: string, { isPermanent, retryAfter }: { isPermanent: boolean; retryAfter: string | null }) {
    super(message);
    this.name = "MailFailure";
    this.isPermanent = isPermanent;
    this.retryAfter = retryAfter;
  }
}
