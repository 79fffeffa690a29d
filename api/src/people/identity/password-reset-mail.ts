// pure

import { textMail } from "../../rules/text-mail.ts";

export const passwordResetMail = ({ name, link }: { name: string; link: string }) =>
  textMail({
    subject: "Choose a new password for Fairlead",
    lines: [
      `Hello ${name},`,
      "somebody asked for a new password for your Fairlead account. Choose it within one hour:",
    ],
    link,
    footer: "If it was not you, nothing needs to be done: your password stays as it is.",
  });
