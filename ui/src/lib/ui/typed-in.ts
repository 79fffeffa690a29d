/** What a control of a form holds, as far as it tells whether somebody typed or chose. */
export type Control = { type: string; value: string; checked?: boolean };

const held = ({ type, value, checked }: Control) =>
  type === "checkbox" || type === "radio" ? String(checked) : `=${value}`;
const isButton = ({ type }: Control) => type === "submit" || type === "button" || type === "reset";

/** What all fields of a form hold, as one text to compare: typing something back makes it equal again. */
export const typedIn = (controls: readonly Control[]): string =>
  JSON.stringify(controls.filter((control) => !isButton(control)).map(held));

/** The same of whatever stands below an element of the page. */
export const typedBelow = (root: ParentNode): string =>
  typedIn([
    ...root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input, textarea, select"),
  ]);
