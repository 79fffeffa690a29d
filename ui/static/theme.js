// Runs before the first paint, so a stored choice never flashes the other theme, and the frame stands before any other code came.
try {
  const root = document.documentElement;
  const doors = /^\/(sign-in|sign-up|setup|invitation|forgot-password|reset-password|confirm-address)(\/|$)/;
  const theme = localStorage.getItem("fairlead.theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  // Only whoever was inside before has a team here: all others go to the door, which has no frame.
  if (localStorage.getItem("fairlead.team") && !doors.test(location.pathname)) root.dataset.shell = "";
} catch {
  // Storage can be denied; following the system is right then.
}
