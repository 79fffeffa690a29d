// pure

/** What sudo says when it does not run the runner's command, and what that means. Looked at from the most telling on. */
const meanings: readonly { pattern: RegExp; words: string }[] = [
  {
    pattern: /docker: command not found|docker: no such file/i,
    words: "sudo finds no docker program in its secure_path",
  },
  { pattern: /sudo: (?:command )?not found|sudo: no such file/i, words: "there is no sudo" },
  {
    pattern: /must have a tty|a terminal is required/i,
    words: "sudo wants a terminal, which requiretty in its settings says",
  },
  { pattern: /a password is required|no tty present/i, words: "sudo asks for a password" },
  {
    pattern: /not allowed to execute|may not run sudo|not in the sudoers/i,
    words: "sudo does not allow it to run `docker system dial-stdio`",
  },
  {
    pattern: /syntax error|parse error|no valid sudoers/i,
    words: "sudo's settings are broken, which `sudo visudo -c` shows",
  },
  { pattern: /effective uid is not 0|no new privileges/i, words: "sudo may not become root there" },
];

/** undefined: it said nothing, or nothing that is known. */
export const wordsOfSudo = (complaint: string): string | undefined =>
  meanings.find(({ pattern }) => pattern.test(complaint))?.words;
