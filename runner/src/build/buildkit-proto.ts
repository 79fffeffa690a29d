import { type AnyDefinition, fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import * as v from "valibot";

// The few BuildKit messages we speak, as protobuf descriptors. Unknown fields are skipped, so newer daemons stay readable.
const string = (id: number) => ({ type: "string", id });
const repeated = (type: string, id: number) => ({ rule: "repeated", type, id });
const time = (id: number) => ({ type: "Time", id });
const method = (requestType: string, responseType: string) => ({ requestType, responseType });
const inPackage = (path: string, nested: object): object =>
  path.split(".").reduceRight((inner, name) => ({ nested: { [name]: inner } }), { nested });

const trace = inPackage("moby.buildkit.v1", {
  Time: { fields: { seconds: { type: "int64", id: 1 }, nanos: { type: "int32", id: 2 } } },
  Vertex: {
    fields: {
      digest: string(1),
      name: string(3),
      cached: { type: "bool", id: 4 },
      started: time(5),
      completed: time(6),
      error: string(7),
    },
  },
  VertexStatus: {
    fields: {
      id: string(1),
      vertex: string(2),
      current: { type: "int64", id: 4 },
      total: { type: "int64", id: 5 },
      completed: time(8),
    },
  },
  VertexLog: { fields: { vertex: string(1), stream: { type: "int64", id: 3 }, msg: { type: "bytes", id: 4 } } },
  VertexWarning: { fields: { vertex: string(1), short: { type: "bytes", id: 3 } } },
  StatusResponse: {
    fields: {
      vertexes: repeated("Vertex", 1),
      statuses: repeated("VertexStatus", 2),
      logs: repeated("VertexLog", 3),
      warnings: repeated("VertexWarning", 4),
    },
  },
});
const control = inPackage("moby.buildkit.v1", {
  BuildkitVersion: { fields: { package: string(1), version: string(2), revision: string(3) } },
  InfoResponse: { fields: { buildkitVersion: { type: "BuildkitVersion", id: 1 } } },
});
const secrets = inPackage("moby.buildkit.secrets.v1", {
  GetSecretRequest: { fields: { ID: string(1) } },
  GetSecretResponse: { fields: { data: { type: "bytes", id: 1 } } },
  Secrets: { methods: { GetSecret: method("GetSecretRequest", "GetSecretResponse") } },
});
const auth = inPackage("moby.filesync.v1", {
  CredentialsRequest: { fields: { Host: string(1) } },
  CredentialsResponse: { fields: { Username: string(1), Secret: string(2) } },
  Auth: { methods: { Credentials: method("CredentialsRequest", "CredentialsResponse") } },
});
const health = inPackage("grpc.health.v1", {
  HealthCheckRequest: { fields: { service: string(1) } },
  HealthCheckResponse: { fields: { status: { type: "int32", id: 1 } } },
  Health: { methods: { Check: method("HealthCheckRequest", "HealthCheckResponse") } },
});

const options = { keepCase: true, longs: Number, defaults: true, arrays: true };
const load = (descriptor: object, name: string) => {
  const found = fromJSON(descriptor, options)[name];
  if (!found) throw new Error(`${name} is not in its descriptor`);
  return found;
};
const service = (descriptor: object, name: string) => {
  const found = load(descriptor, name);
  if ("format" in found) throw new Error(`${name} is not a service`);
  return found;
};

export const services = {
  secrets: service(secrets, "moby.buildkit.secrets.v1.Secrets"),
  auth: service(auth, "moby.filesync.v1.Auth"),
  health: service(health, "grpc.health.v1.Health"),
};

const Time = v.nullish(v.object({ seconds: v.number(), nanos: v.number() }));
const Bytes = v.instance(Uint8Array);
const Status = v.object({
  vertexes: v.array(
    v.object({
      digest: v.string(),
      name: v.string(),
      cached: v.boolean(),
      started: Time,
      completed: Time,
      error: v.string(),
    }),
  ),
  statuses: v.array(
    v.object({ id: v.string(), vertex: v.string(), current: v.number(), total: v.number(), completed: Time }),
  ),
  logs: v.array(v.object({ vertex: v.string(), stream: v.number(), msg: Bytes })),
  warnings: v.array(v.object({ short: Bytes })),
});
export type BuildkitStatus = v.InferOutput<typeof Status>;

const isMessage = (found: AnyDefinition): found is MessageTypeDefinition<object, object> => "deserialize" in found;
const statusType = load(trace, "moby.buildkit.v1.StatusResponse");

export const infoPath = "/moby.buildkit.v1.Control/Info";
const infoType = load(control, "moby.buildkit.v1.InfoResponse");
const Info = v.object({ buildkitVersion: v.object({ version: v.pipe(v.string(), v.maxLength(200)) }) });

/** The version in BuildKit's answer about itself. Throws when it is none. */
export function decodeInfo(bytes: Buffer): string {
  if (!isMessage(infoType)) throw new Error("InfoResponse is not a message");
  return v.parse(Info, infoType.deserialize(bytes)).buildkitVersion.version;
}

/** Decodes the `aux` of one `moby.buildkit.trace` message. Throws when it is not one. */
export function decodeStatus(base64: string): BuildkitStatus {
  if (!isMessage(statusType)) throw new Error("StatusResponse is not a message");
  try {
    return v.parse(Status, statusType.deserialize(Buffer.from(base64, "base64")));
  } catch (error) {
    throw new Error("Docker sent a status of the build that is none", { cause: error });
  }
}
