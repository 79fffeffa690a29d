import { type Capability, type Cause, grantableCapabilities } from "../../contract/index.ts";

type Sign = {
  pattern: RegExp;
  /** One that an admin can grant, one that nobody can, or one that only root of the container has. */
  needs: string;
};

/** What programs print when the kernel refuses them, from the most telling to the least. */
const signs: readonly Sign[] = [
  { pattern: /no new privileges/i, needs: "privileges" },
  {
    pattern:
      /\bping6?: .{0,100}(?:operation not permitted|permission denied|lacking privilege)|raw socket.{0,100}not permitted/i,
    needs: "NET_RAW",
  },
  { pattern: /AF_PACKET.{0,100}not permitted|packet socket.{0,100}not permitted/i, needs: "NET_RAW" },
  {
    pattern:
      /(?:iptables|ip6tables|nft|nftables).{0,200}(?:permission denied|not permitted|must be root)|RTNETLINK answers: operation not permitted|TUNSETIFF.{0,100}not permitted|\/dev\/net\/tun.{0,100}not permitted/i,
    needs: "NET_ADMIN",
  },
  {
    pattern:
      /failed to lock memory|unable to lock (?:jvm )?memory|\bmlock(?:all)?\b.{0,100}(?:not available|not permitted|cannot allocate)/i,
    needs: "IPC_LOCK",
  },
  { pattern: /\bchroot\b.{0,200}not permitted|change root directory.{0,200}not permitted/i, needs: "SYS_CHROOT" },
  { pattern: /\bmknod\b.{0,200}not permitted/i, needs: "MKNOD" },
  { pattern: /\bptrace\b.{0,200}not permitted/i, needs: "SYS_PTRACE" },
  { pattern: /CAP_SETFCAP|\bsetcap\b.{0,200}not permitted/i, needs: "SETFCAP" },
  {
    pattern:
      /sched_set(?:scheduler|param|attr|affinity)\b.{0,200}not permitted|\bsetpriority\b.{0,200}not permitted|\bnice\b.{0,100}not permitted/i,
    needs: "SYS_NICE",
  },
  { pattern: /\bsetrlimit\b.{0,200}not permitted|cannot modify limit.{0,200}not permitted/i, needs: "SYS_RESOURCE" },
  {
    pattern: /\bmount\b.{0,200}(?:permission denied|not permitted|must be superuser)|\bunshare\b.{0,200}not permitted/i,
    needs: "SYS_ADMIN",
  },
  { pattern: /\bsettimeofday\b.{0,200}not permitted|set date.{0,100}not permitted/i, needs: "SYS_TIME" },
  { pattern: /\b(?:insmod|modprobe|init_module)\b.{0,200}not permitted/i, needs: "SYS_MODULE" },
  { pattern: /\bchown\b.{0,300}not permitted|change(?:d|ing)? ownership.{0,300}not permitted/i, needs: "CHOWN" },
  {
    pattern: /\bset(?:e?uid|e?gid|groups|resuid|resgid)\b.{0,200}not permitted|set groups.{0,200}not permitted/i,
    needs: "SETUID",
  },
  {
    pattern:
      /\bbind\b.{0,200}:\d{1,3}\b.{0,100}permission denied|EACCES: permission denied.{0,100}:\d{1,3}$|:\d{1,3}: bind: permission denied/i,
    needs: "NET_BIND_SERVICE",
  },
];

/** Every container has these; a program that is not root in its container has none. */
const ofRoot: Readonly<Record<string, string>> = {
  CHOWN: "change the owners of files in the Dockerfile, before USER",
  SETUID: "let the image begin as root and change the user itself, or set USER and change nothing",
  NET_BIND_SERVICE: "let it listen on the port in the PORT variable, above 1023",
};

const isGrantable = (name: string): name is Capability => grantableCapabilities.some((each) => each === name);

/** What a program says that ended because the kernel refused it something. Its last lines decide, the latest first. */
export function explainMissingCapability(
  logTail: readonly string[],
  granted: readonly Capability[],
): Omit<Cause, "evidence"> | undefined {
  for (const line of logTail.slice(-20).reverse()) {
    const seen = line.slice(0, 2_000);
    const sign = signs.find(({ pattern }) => pattern.test(seen));
    if (sign) return causeOf(sign.needs, { line: seen.trim().slice(0, 250), granted });
  }
  return undefined;
}

function causeOf(needs: string, { line, granted }: { line: string; granted: readonly Capability[] }) {
  const crashed = { class: "crashed", step: null } as const;
  if (needs === "privileges") {
    return {
      ...crashed,
      sentence: `The container wants to gain rights by sudo or a program like it, which no container may: ${line}`,
      nextAction:
        "Leave sudo out: let the image begin as the user that it needs, or do in the Dockerfile what needs root.",
    };
  }
  const sentence = `The container was refused what needs the Linux capability ${needs}: ${line}`;
  if (needs in ofRoot) {
    return {
      ...crashed,
      sentence,
      nextAction: `Root has it in every container, and the image runs as another user: ${ofRoot[needs]}. Then deploy again.`,
    };
  }
  if (!isGrantable(needs)) {
    return {
      ...crashed,
      sentence,
      nextAction: `${needs} is never granted, because with it a container owns the whole server. Run it on a server of its own without Fairlead, or do without what asks for it.`,
    };
  }
  return {
    ...crashed,
    sentence,
    nextAction: granted.includes(needs)
      ? `${needs} is granted already and holds for root in the container: let the image run as root, or do without.`
      : `If it really needs it, an admin grants ${needs} in the settings, under Capabilities; it holds for root in the container. Then deploy again.`,
  };
}
