/** Every kind of resource by the first part of its addresses: a kind is a folder beside this file and a line here. */
export const kinds = {
  applications: () => import("./application/application-kind.ts"),
};

export type KindAddress = keyof typeof kinds;
export const isKindAddress = (text: string): text is KindAddress => Object.hasOwn(kinds, text);
