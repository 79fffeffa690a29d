/** A piece of what a person is told to do; `command` is typed as it stands, `code` is a name or a setting. */
export type GuidancePiece = { kind: "text" | "code" | "command"; text: string };

const programs = new Set(
  "apt-get chsh curl dmesg docker echo git journalctl mkdir npm openssl ssh-keygen sudo systemctl".split(" "),
);
/** Placeholders are for a person to fill in: pasted as they stand they would do harm or nothing. */
const isCommand = (text: string) =>
  (programs.has(text.split(" ", 1)[0] ?? "") || text.startsWith("test ! ")) && !/<[a-z ]+>/.test(text);

/** Advice as programs write it, with backticks around what is code; older runners send a command without them. */
export function guidanceOf(advice: string): GuidancePiece[] {
  if (isCommand(advice)) return [{ kind: "command", text: advice }];
  const parts = advice.split("`");
  // A mark without its pair is a mark.
  if (parts.length % 2 === 0) return [{ kind: "text", text: advice }];
  return parts.flatMap((text, i): GuidancePiece[] => {
    if (text === "") return [];
    if (i % 2 === 0) return [{ kind: "text", text }];
    return [{ kind: isCommand(text) && text.includes(" ") ? "command" : "code", text }];
  });
}
