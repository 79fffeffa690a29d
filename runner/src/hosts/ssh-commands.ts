// pure

/**
 * SSH has no argv: a command is one string that the login shell of the user reads. So these constants are the only commands that
 * ever cross a connection, and nothing may be added to one at run time.
 */
export const fixedCommands = {
  /** Bridges stdin and stdout to the Docker socket for users who may only sudo. `-n`: fail instead of asking for a password. */
  "docker-stdio-sudo": "sudo -n docker system dial-stdio",
} as const;

export type FixedCommand = keyof typeof fixedCommands;
