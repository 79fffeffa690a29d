// pure

/** How an attempt ended. `retry`: may work later; `refused`: will not work until a person changes something. No secrets in `error`. */
export type SendResult =
  /** `chatId`: where the group is by now that the message was for. */
  | { kind: "sent"; chatId?: string }
  | { kind: "retry"; error: string; retryAfterMs?: number | undefined }
  | { kind: "refused"; error: string };

/** The notification as it is sent: the same id at every attempt, so that a receiver can drop repeats. */
export type Sent = { id: string; at: number };
