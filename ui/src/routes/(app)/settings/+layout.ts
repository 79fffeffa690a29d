export const load = () => ({ crumbs: [{ label: "Settings", href: "/settings" }] });
