import type { ContainerCreateOptions } from "dockerode";
import { portsOfServer, type WorkloadSpec } from "../../../contract/index.ts";
import { anyName, candidateName, commandName, label, labelsOf } from "../../plan/names.ts";
import { startLine } from "../../plan/start-line.ts";
import type { CommandOrder, StartRequest } from "../../ports/driver.ts";
import { filesOf, limitsOf, networkOf, ownLabels, processOf, rightsOf } from "./render-settings.ts";

/** What ordinary images need to drop privileges, bind low ports and mind their own files. Everything else of root is gone. */
const usualCapabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];

/** Per container: what `docker logs` can show, without ever filling a disk. */
const logRotation = { "max-size": "10m", "max-file": "3" };

/** The candidate of a release as the Engine API takes it. `init`: orphans of its processes find somebody who buries them. */
export function renderContainer(
  { release, spec, image, imageOrigin, env, commit, volumes = [] }: StartRequest,
  { init }: { init: boolean },
): ContainerCreateOptions {
  const published = publishedOf(spec.container);
  return {
    name: candidateName(release),
    Image: image,
    Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    ...processOf(spec.container),
    Labels: {
      ...ownLabels(spec.container),
      ...labelsOf(release),
      ...(commit === undefined ? {} : { [label.commit]: commit }),
      ...(imageOrigin === undefined ? {} : { [label.image]: imageOrigin }),
    },
    ExposedPorts: Object.fromEntries(
      [`${spec.container.port}/tcp`, ...Object.keys(published)].map((each) => [each, {}]),
    ),
    HostConfig: {
      ...(init ? { Init: true } : {}),
      NetworkMode: spec.network,
      RestartPolicy: { Name: "unless-stopped" },
      SecurityOpt: ["no-new-privileges"],
      ...rightsOf(spec.container, usualCapabilities),
      ...limitsOf(spec.container),
      ...networkOf(spec.container),
      ...filesOf(spec.container, { volumes, team: release.team }),
      ...(Object.keys(published).length === 0 ? {} : { PortBindings: published }),
      LogConfig: { Type: "json-file", Config: logRotation },
    },
    NetworkingConfig: { EndpointsConfig: { [spec.network]: { Aliases: [anyName(release.resource)] } } },
  };
}

/** Ports of the server by the port of the container that they lead to. */
function publishedOf(settings: WorkloadSpec["container"]): Record<string, { HostIp: string; HostPort: string }[]> {
  const byTarget = Map.groupBy(portsOfServer(settings), ({ target, protocol }) => `${target}/${protocol}`);
  return Object.fromEntries(
    [...byTarget].map(([target, ports]) => [
      target,
      ports.map(({ address, port }) => ({ HostIp: address, HostPort: String(port) })),
    ]),
  );
}

/**
 * What a version needs done once: in its image and with its variables, but nobody's to reach. It only reads the volumes and the folders of
 * the server, which the version that serves meanwhile writes.
 */
export function renderCommand(request: Omit<CommandOrder, "onOutput">): ContainerCreateOptions {
  const {
    name: _name,
    ExposedPorts: _ports,
    HostConfig,
    NetworkingConfig: _aliases,
    ...rest
  } = renderContainer(request, {
    init: false,
  });
  const { PortBindings: _bindings, Mounts, ...host } = HostConfig ?? {};
  const mounts = Mounts?.map((each) => (each.Type !== "tmpfs" ? { ...each, ReadOnly: true } : each));
  return {
    ...rest,
    name: commandName(request.release, request.role),
    Entrypoint: ["sh", "-c", startLine, "sh"],
    Cmd: [request.line],
    HostConfig: { ...host, ...(mounts ? { Mounts: mounts } : {}), RestartPolicy: { Name: "no" } },
  };
}
