/** The pages of Settings, in the order of their tabs. */
export const settingsTabs = [
  { href: "/settings", label: "Team" },
  { href: "/settings/members", label: "Members" },
  { href: "/settings/tokens", label: "API tokens" },
  { href: "/settings/variables", label: "Shared variables" },
  { href: "/settings/registries", label: "Registries" },
  { href: "/settings/runners", label: "Runners" },
  { href: "/settings/account", label: "Account" },
] as const;
