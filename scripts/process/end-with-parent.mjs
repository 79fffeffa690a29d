// Loaded into a child by `--import`. The channel to the parent closes however the parent ends, also by a kill nobody can
// catch, so a child never outlives the command that started it.
process.once("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.kill(process.pid, "SIGTERM"), 5_000).unref();
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 20_000).unref();
});
process.channel?.unref();
