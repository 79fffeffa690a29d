// The only script that runs before anything is installed. It has no dependencies, and is written so that a Node too old for the
// rest still reads it: what follows it comes by an import that such a Node never reaches.
const oldest = 20;

if (Number(process.versions.node.split(".")[0]) < oldest) {
  process.stderr.write(
    `Fairlead needs Node ${oldest} or newer to install itself, and this is Node ${process.versions.node}. ` +
      "Install Node 24 from https://nodejs.org and try again; nothing was installed or changed.\n",
  );
  // Whoever reads the last line of a test run gets one, also when no test could run.
  if (process.argv[2] === "test") process.stdout.write("0 passed, 1 failed, 0 skipped\n");
  process.exitCode = 1;
} else {
  import("./up/run.mjs");
}
