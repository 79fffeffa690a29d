// Runs before the first paint, so a stored choice never flashes the other theme.
try {
  const theme = localStorage.getItem("fairlead.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be denied; following the system is right then.
}
