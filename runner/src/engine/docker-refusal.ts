// pure

/** Docker's answer to a raw request was no. Errors of dockerode look the same. */
export class DockerAnswered extends Error {
  override readonly name = "DockerAnswered";
  readonly statusCode: number;
  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** The Engine API's status for an error; undefined when the call did not come to an answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}

/** The daemon's own words, without the prefix that dockerode puts before them. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const json = "json" in error ? error.json : undefined;
  if (typeof json === "object" && json !== null && "message" in json && typeof json.message === "string") {
    return json.message;
  }
  return error.message;
}
