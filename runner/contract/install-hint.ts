const managers = [
  ["Debian, Ubuntu", "apt-get install"],
  ["Fedora, RHEL", "dnf install"],
  ["Alpine", "apk add"],
  ["Arch", "pacman -S"],
  ["openSUSE", "zypper install"],
] as const;

/** How a package that is called the same everywhere is installed, by whatever the machine has; ends without a full stop. */
export const installHint = (name: string): string =>
  managers.map(([system, command]) => `\`sudo ${command} ${name}\` (${system})`).join(", ");
