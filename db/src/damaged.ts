/** A stored value that its column's schema refuses: nothing but writing it anew mends it. */
export class DamagedValue extends Error {
  override readonly name = "DamagedValue";
  readonly column: string;
  constructor(column: string, options?: ErrorOptions) {
    super(`The stored ${column.replaceAll("_", " ")} is damaged and cannot be read.`, options);
    this.column = column;
  }
}

/** What is read, or in place of a damaged value something that can be shown. */
export const readable = <T, F>(value: T | DamagedValue, instead: (damage: DamagedValue) => F): T | F =>
  value instanceof DamagedValue ? instead(value) : value;
