/** One package as a file of Debian's archive. */
export interface DebianFile {
  package: string;
  version: string;
  /** Below the mirror's address. */
  path: string;
  sha256: string;
}

/** Programs that are newer than this machine's own release has them, and belong together. */
export interface NewerPart {
  /** As people call it. */
  name: string;
  /** Older than this does not count as new. */
  least: readonly [major: number, minor: number];
  packages: readonly string[];
  /** Runs with `--version`, and must. */
  program: string;
  /** What the lab was last tried with, per processor. Where it is gone, or for other processors, the archive's newest is taken. */
  pinned: Partial<Record<NodeJS.Architecture, readonly DebianFile[]>>;
}

/** Not runc: the newest one needs a newer C library than older machines have, and this machine's own serves both Dockers. */
export const newerDocker: NewerPart = {
  name: "Docker",
  least: [28, 0],
  packages: ["docker.io", "containerd", "docker-cli", "docker-buildx"],
  program: "usr/sbin/dockerd",
  pinned: {
    x64: [
      {
        package: "docker.io",
        version: "28.5.2+dfsg4-5",
        path: "pool/main/d/docker.io/docker.io_28.5.2+dfsg4-5_amd64.deb",
        sha256: "69a59cc77a1fb8ee9ad6859abc2e6de5d76b70887405595c2b1307818fecf682",
      },
      {
        package: "containerd",
        version: "2.1.9+ds1-5",
        path: "pool/main/c/containerd/containerd_2.1.9+ds1-5_amd64.deb",
        sha256: "2dda86ce7033fd612fc50e136679d8174ccad680eb29cd4611e0d2a1b84cf591",
      },
      {
        package: "docker-cli",
        version: "28.5.2+dfsg4-5",
        path: "pool/main/d/docker.io/docker-cli_28.5.2+dfsg4-5_amd64.deb",
        sha256: "8ea2428acdda666f41263f5a0d3a85681a696491361574eb7bd721a1194939b9",
      },
      {
        package: "docker-buildx",
        version: "0.29.1+ds1-4",
        path: "pool/main/d/docker-buildx/docker-buildx_0.29.1+ds1-4_amd64.deb",
        sha256: "6103bcc4eab8169ae679f806d3949ffc99a1545a61fddea6124da826f115f2bf",
      },
    ],
  },
};

export const newerCaddy: NewerPart = {
  name: "Caddy",
  least: [2, 11],
  packages: ["caddy"],
  program: "usr/bin/caddy",
  pinned: {
    x64: [
      {
        package: "caddy",
        version: "2.11.4-1",
        path: "pool/main/c/caddy/caddy_2.11.4-1_amd64.deb",
        sha256: "76f461ef3a123b18d77c4653a10b14d77b92c4ca13654a05236e9d5e9c49e3f3",
      },
    ],
  },
};
