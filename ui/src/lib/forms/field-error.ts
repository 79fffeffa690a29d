/** A field whose text cannot be read: nothing is sent. `path` is the API's name of the field, `message` what to write instead. */
export class FieldError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = "FieldError";
    this.path = path;
  }
}
