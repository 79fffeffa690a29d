import type { Cause } from "../../contract/index.ts";

type Matcher = { pattern: RegExp; explain: (match: RegExpMatchArray) => Omit<Cause, "step" | "evidence"> };

/** From the most telling to the least. Only what making and starting containers can meet; pulls and builds explain themselves. */
export const dockerRefusals: readonly Matcher[] = [
  {
    pattern: /no space left on device|disk quota exceeded/i,
    explain: () => ({
      class: "disk-full",
      sentence: "The server's disk is full.",
      nextAction: "Free space on the server (`docker system df` shows what Docker holds), then deploy again.",
    }),
  },
  {
    pattern: /bind source path does not exist: ([^\n]{1,300})/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The server has no ${match[1]}, which the container is to have mounted.`,
      nextAction: "Make the folder on the server, or correct it under Folders of the server, then deploy again.",
    }),
  },
  {
    pattern: /(?:gathering device information while adding custom device|no such device:?) "?(\/dev\/[^"\n]{1,300})"?/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The server has no device ${match[1]}, which the container is to have.`,
      nextAction: "Plug it in or load its driver, or correct it under Devices, then deploy again.",
    }),
  },
  {
    pattern: /could not select device driver "[^"\n]{0,100}" with capabilities: \[\[gpu\]\]/i,
    explain: () => ({
      class: "invalid-spec",
      sentence: "Docker on the server cannot give GPUs to containers.",
      nextAction:
        "Install the GPU's driver and its maker's toolkit for containers (nvidia-container-toolkit) on the server and restart Docker, then deploy again.",
    }),
  },
  {
    pattern: /failed to mount local volume: mount (\S{1,300}):\/\S{1,300}, .{0,600}: no such device/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The kernel of the server cannot mount ${match[1]}: it knows no NFS or no SMB.`,
      nextAction: "Install nfs-common for NFS or cifs-utils for SMB on the server, then deploy again.",
    }),
  },
  {
    pattern: /failed to mount local volume: mount (\S{1,300}):\/\S{1,300}, .{0,600}: permission denied/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The machine that has ${match[1]} does not let this server in.`,
      nextAction:
        "For NFS, list the server's address among those that the export is for. For SMB, see whether the user and its password are right; a new password wants a new volume.",
    }),
  },
  {
    pattern:
      /failed to mount local volume: mount (\S{1,300}):\/\S{1,300}, .{0,600}: (?:no such file or directory|invalid argument)/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The machine that is asked has no ${match[1]}, or not by this version of the protocol.`,
      nextAction: "See its list of exports or shares, and mount a new volume with the right name and version.",
    }),
  },
  {
    pattern:
      /failed to mount local volume: mount (\S{1,300}):\/\S{1,300}, .{0,600}: (?:connection refused|connection timed out|no route to host|host is down|operation now in progress)|error resolving passed in network volume address: (.{1,300})/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The server does not reach the machine that has ${match[1] ?? "the files"}${match[2] ? `: ${match[2]}` : ""}.`,
      nextAction:
        "See from the server whether the machine is up and its port is open (2049 for NFS, 445 for SMB), then deploy again.",
    }),
  },
  {
    pattern: /cannot overwrite directory "([^"\n]{1,300})" with non-directory/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The image has a folder at ${match[1]?.startsWith("/") ? match[1] : `/${match[1]}`}, where a file is to lie.`,
      nextAction: "Give the file another path under Storage, then deploy again.",
    }),
  },
  {
    pattern: /no such image|No such image/,
    explain: () => ({
      class: "image-unavailable",
      sentence: "The image of this release is not on the server any more.",
      nextAction: "Deploy again from the source; a rollback needs an image that was kept.",
    }),
  },
  {
    // Docker's word for a program that stands there and whose interpreter does not.
    pattern: /exec:? "?([^":]{1,300})"?: stat .{0,300}\r.{0,50}no such file/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `"${match[1]}" has the line ends of Windows, so its first line names no program.`,
      nextAction:
        "Save it with the line ends of Linux (`sed -i 's/\\r$//'`, or `text eol=lf` in .gitattributes), then deploy again. A start command in the settings takes its place.",
    }),
  },
  {
    pattern: /exec:? "?([^":]{1,300})"?: permission denied/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `"${match[1]}" stands in the image, but may not be executed.`,
      nextAction:
        "Give it the right in the Dockerfile (`RUN chmod +x`, or `COPY --chmod=755`) or in the repository (`git update-index --chmod=+x`), then deploy again.",
    }),
  },
  {
    pattern: /exec:? "?([^":]{1,300})"?: (?:executable file not found|stat .{0,300}no such file)/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `The image has no program "${match[1]}" to start.`,
      nextAction:
        match[1] === "sh"
          ? 'An image without a shell takes its start command as a list, such as ["/server", "--port", "3000"]; or leave it empty.'
          : "Check the start command in the settings, or CMD and ENTRYPOINT of the Dockerfile.",
    }),
  },
  {
    pattern: /exec format error/i,
    explain: () => ({
      class: "crashed",
      sentence: "The image was built for another processor architecture than this server has.",
      nextAction: "Build the image on this server, or publish it for the server's architecture as well.",
    }),
  },
  {
    pattern: /(?:port is already allocated|address already in use|bind for \S+ failed)/i,
    explain: () => ({
      class: "route-refused",
      sentence: "A port that the proxy needs (80 or 443) is taken by another program on the server.",
      nextAction:
        "See which one with `sudo ss -ltnp 'sport = :80 or sport = :443'` and stop it, then check the server again.",
    }),
  },
  {
    pattern: /only (\d+) CPUs? available/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The CPU limit is larger than the server, which has ${match[1]}.`,
      nextAction: `Set the CPU limit in the settings to ${match[1]} or less, or to none, then deploy again.`,
    }),
  },
  {
    pattern: /minimum memory limit allowed is ([\w.]{1,20})/i,
    explain: (match) => ({
      class: "invalid-spec",
      sentence: `The memory limit is below what Docker takes, which is ${match[1]}.`,
      nextAction: "Raise the memory limit in the settings, or take it away, then deploy again.",
    }),
  },
  {
    pattern: /cannot allocate memory/i,
    explain: () => ({
      class: "out-of-memory",
      sentence: "The server has too little free memory to start the container.",
      nextAction: "Stop something on the server or use a larger one, then deploy again.",
    }),
  },
  {
    pattern: /chdir to cwd \("([^"]{1,300})"\)|mkdir (\/[^ :]{0,300}): not a directory/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `The image's working directory ${match[1] ?? match[2]} cannot be entered by the user that it names.`,
      nextAction: "Check WORKDIR and USER in the Dockerfile: the folder has to exist and be open to that user.",
    }),
  },
  {
    pattern: /unable to find (user|group) ([^:]{1,100}): no matching entries/i,
    explain: (match) => ({
      class: "crashed",
      sentence: `The image is to run as ${match[1]} ${match[2]}, which does not exist in it.`,
      nextAction:
        "Make the user in the Dockerfile (`RUN adduser …`) or name an existing one in USER, then deploy again.",
    }),
  },
  {
    pattern: /available, non-overlapping|predefined address pools have been fully subnetted/i,
    explain: () => ({
      class: "docker-unavailable",
      sentence: "Docker on the server has no free address range left for a network.",
      nextAction:
        "Remove networks that nobody uses with `docker network prune`, or give Docker more in `default-address-pools` of /etc/docker/daemon.json.",
    }),
  },
  {
    pattern: /iptables|nftables|No chain\/target\/match/i,
    explain: () => ({
      class: "docker-unavailable",
      sentence:
        "Docker could not write its rules into the server's firewall, most likely because that was reloaded after Docker started.",
      nextAction: "Let Docker write them anew with `sudo systemctl restart docker`, then deploy again.",
    }),
  },
  {
    pattern: /apparmor/i,
    explain: () => ({
      class: "docker-unavailable",
      sentence: "Docker could not use AppArmor, which the server has switched on.",
      nextAction:
        "Install its tools on the server (`sudo apt-get install apparmor`) and `sudo systemctl restart docker`, then deploy again.",
    }),
  },
  {
    pattern: /could not join or create cgroup|cannot set (?:memory|cpu|pids) limit|setting cgroup config/i,
    explain: () => ({
      class: "docker-unavailable",
      sentence: "Docker may not set limits on the server: its cgroups are missing or belong to somebody else.",
      nextAction:
        "See the warnings at the end of `docker info` on the server. A container or a small virtual machine needs cgroups that it may write.",
    }),
  },
];
