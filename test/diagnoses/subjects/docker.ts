import { explainDaemonFailure, explainDocker } from "../../../runner/src/plan/explain-docker.ts";
import type { Subject } from "../diagnosis.ts";

const refusing = (message: string, status = 500) => ({ status, message });
const settings = /in the settings/;

/** What the Engine API answers when a container is made or started. */
export const docker: Subject<{ status: number; message: string }> = {
  name: "Docker",
  explain: (said) => explainDocker(said, "start") ?? explainDaemonFailure(said, "start"),
  rows: [
    {
      setup: "a full disk",
      said: refusing("mkdir /var/lib/docker/overlay2/5b3/merged: no space left on device"),
      class: "disk-full",
      says: /disk is full/,
      advises: /docker system df/,
    },
    {
      setup: "no inodes left, told by containerd",
      said: refusing(
        "failed to create task for container: failed to create shim task: OCI runtime create failed: write /run/containerd/io: no space left on device: unknown",
      ),
      class: "disk-full",
      says: /disk is full/,
      advises: /docker system df/,
    },
    {
      setup: "a start command that is not in the image",
      said: refusing(
        'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "gunicorn": executable file not found in $PATH: unknown',
        400,
      ),
      class: "crashed",
      says: /no program "gunicorn"/,
      advises: settings,
    },
    {
      setup: "an entrypoint without the right to be executed",
      said: refusing(
        'failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "/entrypoint.sh": permission denied: unknown',
        400,
      ),
      class: "crashed",
      says: /"\/entrypoint.sh".*may not be (executed|run)/,
      advises: /chmod \+x/,
    },
    {
      setup: "an entrypoint with the line ends of Windows",
      said: refusing(
        'OCI runtime create failed: runc create failed: unable to start container process: exec: "/entrypoint.sh": stat /bin/sh\r: no such file or directory: unknown',
        400,
      ),
      class: "crashed",
      says: /"\/entrypoint.sh"/,
      advises: settings,
    },
    {
      setup: "a working directory that cannot be entered",
      said: refusing(
        'OCI runtime create failed: runc create failed: unable to start container process: error during container init: chdir to cwd ("/srv/app") set in config.json failed: permission denied: unknown',
      ),
      class: "crashed",
      says: /working directory.*\/srv\/app/,
      advises: /WORKDIR/,
    },
    {
      setup: "an image whose user is not in it",
      said: refusing("unable to find user app: no matching entries in passwd file"),
      class: "crashed",
      says: /user app/,
      advises: /USER/,
    },
    {
      setup: "an image for another processor",
      said: refusing("exec /app/server: exec format error"),
      class: "crashed",
      says: /processor architecture/,
      advises: /Build the image on this server/,
    },
    {
      setup: "port 80 taken by another web server",
      said: refusing(
        "driver failed programming external connectivity on endpoint fairlead-proxy (ab12): Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
      ),
      class: "route-refused",
      says: /80 or 443/,
      advises: /ss -ltnp/,
    },
    {
      setup: "a CPU limit larger than the server",
      said: refusing("range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", 400),
      class: "invalid-spec",
      says: /CPU limit.*has 2/,
      advises: /to 2 or less/,
    },
    {
      setup: "a memory limit below what Docker takes",
      said: refusing("Minimum memory limit allowed is 6MB", 400),
      class: "invalid-spec",
      says: /memory limit.*6MB/,
      advises: settings,
    },
    {
      setup: "a server without memory to start anything",
      said: refusing("OCI runtime create failed: fork/exec /proc/self/exe: cannot allocate memory: unknown"),
      class: "out-of-memory",
      says: /too little free memory/,
      advises: /larger one/,
    },
    {
      setup: "an image that was removed by hand",
      said: refusing("No such image: sha256:4b7ce07002c6", 404),
      class: "image-unavailable",
      says: /not on the server any more/,
      advises: /Deploy again/,
    },
    {
      setup: "no addresses left for networks",
      said: refusing(
        "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
      ),
      class: "docker-unavailable",
      says: /no address.* left|no free address/,
      advises: /docker network prune/,
    },
    {
      setup: "a firewall reloaded under Docker",
      said: refusing(
        "driver failed programming external connectivity on endpoint web: (iptables failed: iptables --wait -t nat -A DOCKER -p tcp -d 0/0 --dport 80 -j DNAT: iptables: No chain/target/match by that name. (exit status 1))",
      ),
      class: "docker-unavailable",
      says: /firewall/,
      advises: /systemctl restart docker/,
    },
    {
      setup: "AppArmor without its profile",
      said: refusing(
        "OCI runtime create failed: unable to apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/apparmor/exec: no such file or directory: unknown",
      ),
      class: "docker-unavailable",
      says: /AppArmor/,
      advises: /apparmor/,
    },
    {
      setup: "cgroups that Docker may not set",
      said: refusing(
        "OCI runtime create failed: container_linux.go:380: starting container process caused: process_linux.go:545: container init caused: process_linux.go:508: setting cgroup config for procHooks process caused: cannot set memory limit: container could not join or create cgroup: unknown",
      ),
      class: "docker-unavailable",
      says: /limits?.*cgroup|cgroup.*limits?/,
      advises: /docker info/,
    },
    {
      setup: "a refusal nobody has seen before",
      said: refusing('invalid mount config for type "bind": field Target must not be empty', 400),
      class: "invalid-spec",
      says: /Docker refuses: invalid mount config/,
      advises: settings,
    },
    {
      setup: "a failure nobody has seen before",
      said: refusing("database not open"),
      class: "docker-unavailable",
      says: /Docker on the server failed: database not open/,
      advises: /journalctl -u docker/,
    },
  ],
};
