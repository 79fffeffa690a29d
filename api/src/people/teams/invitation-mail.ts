// pure

import { textMail } from "../../rules/text-mail.ts";

export const invitationMail = ({ team, link }: { team: string; link: string }) =>
  textMail({
    subject: `You are invited to the team ${team} on Fairlead`,
    lines: [`You are invited to the team ${team} on Fairlead. The link works once and for seven days:`],
    link,
    footer: "If you do not know this team, ignore this mail.",
  });
